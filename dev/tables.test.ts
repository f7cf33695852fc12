// Everything that grows has an end: each table of each schema stands in its service's README, with when its rows go.
import { readFileSync } from 'node:fs';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from './testing.mjs';

const { database } = mainSystem();

/** Table → when its rows end, as the README says. */
function told(service: string): Map<string, string> {
  const text = readFileSync(new URL(`../services/${service}/README.md`, import.meta.url), 'utf8');
  const section = text.split('\n## Tables\n')[1]?.split('\n## ')[0] ?? '';
  const rows = section.matchAll(/^\| `(\w+)` *\|[^|]+\|([^|]+)\|$/gm);
  return new Map([...rows].map(([, table = '', end = '']) => [table, end.trim()]));
}

test.each(['auth', 'calendar', 'entry'])('the tables of %s', async (service) => {
  await using tables = openTables(database, service);
  const found = (await tables.read('SHOW TABLES')).map((row) => String(Object.values(row)[0]));
  expect([...told(service).keys()].sort()).toEqual(found.sort());
  for (const end of told(service).values()) expect(end).toMatch(/\w/);
});
