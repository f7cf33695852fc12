// What keeps the way to Vitess or TiDB open: every key of what a calendar owns begins with the calendar, no schema counts ids or points
// into another table, and no statement asks for what those databases do not have.
import { readdirSync, readFileSync } from 'node:fs';
import { openTables } from '@calendar/shared/testing/tables';
import { expect, test } from '@jest/globals';
import { mainSystem } from './testing.mjs';

const { database } = mainSystem();
const services = ['auth', 'calendar', 'entry'];

const sources = ['services', 'shared'].flatMap((folder) =>
  readdirSync(new URL(`../${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/src\/.*\.ts$/.test(`/${path}`) && !/\.test\.ts$|\/testing\//.test(path))
    .filter((path) => !path.includes('node_modules'))
    .map((path): [string, string] => [
      `${folder}/${path}`,
      // Without comments, which may say what is not done.
      readFileSync(new URL(`../${folder}/${path}`, import.meta.url), 'utf8').replaceAll(
        /\/\*[\s\S]*?\*\/|\/\/.*$/gm,
        '',
      ),
    ]),
);

test('every key of what lies in a calendar begins with the calendar', async () => {
  await using tables = openTables(database, 'entry');
  const keys = await tables.read(
    `SELECT DISTINCT c.table_name AS name, s.index_name AS \`key\`, s.column_name AS first
     FROM information_schema.columns c JOIN information_schema.statistics s
       ON s.table_schema = c.table_schema AND s.table_name = c.table_name AND s.seq_in_index = 1
     WHERE c.table_schema = DATABASE() AND c.column_name = 'calendar_id'`,
  );
  expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(['entry', 'recurrence_override']));
  for (const key of keys) expect(key).toMatchObject({ first: 'calendar_id' });
});

test.each(services)('%s counts no ids and has no foreign keys', async (service) => {
  await using tables = openTables(database, service);
  const counted = `SELECT table_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND extra LIKE '%auto_increment%'`;
  const pointing = `SELECT table_name FROM information_schema.referential_constraints
    WHERE constraint_schema = DATABASE()`;
  expect([await tables.read(counted), await tables.read(pointing)]).toEqual([[], []]);
});

test.each([
  /SKIP LOCKED/i,
  /GET_LOCK\s*\(/i,
  /CREATE (?:PROCEDURE|TRIGGER|FUNCTION)/i,
  /ISOLATION LEVEL SERIALIZABLE/i,
])('no statement says %s', (word) => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter(([, text]) => word.test(text)).map(([path]) => path)).toEqual([]);
});
