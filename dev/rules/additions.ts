// Migrations of one service in their order in; out what the version before could not live with, which runs on beside the new one.
import type { Migration } from '@calendar/shared/db/migrate';
import { type Change, type Column, readStatement } from './ddl.ts';

/** Smallest first: each takes all values of those before it. */
const ladders = [
  ['TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'BIGINT'],
  ['TINYTEXT', 'TEXT', 'MEDIUMTEXT', 'LONGTEXT'],
  ['TINYBLOB', 'BLOB', 'MEDIUMBLOB', 'LONGBLOB'],
];
const lengths = /^(?:VAR)?(?:CHAR|BINARY)$/;

/** `version`: the one that is being made; every lower one is released. */
export function subtractions(migrations: readonly Migration[], version: string): string[] {
  const columns = new Map<string, Column>();
  return migrations.flatMap(({ name, sql, unusedSince }) => {
    const faults = sql.flatMap(readStatement).flatMap((change) => faultsOf(change, columns));
    if (faults.length === 0 || (unusedSince && isBelow(unusedSince, version))) return [];
    const said = unusedSince ? `, and ${unusedSince} is no version released before ${version}` : '';
    return faults.map((fault) => `${name} ${fault}${said}`);
  });
}

/** Keeps `columns` as they are after the change. */
function faultsOf(change: Change, columns: Map<string, Column>): string[] {
  if (change.kind === 'other') return [`does more than add: ${change.words}`];
  if (change.kind === 'harmless') return [];
  if (change.kind === 'create') {
    for (const column of change.columns) columns.set(`${change.table}.${column.name}`, column);
    return [];
  }
  const { kind, table, column } = change;
  const name = `${table}.${column.name}`;
  const before = columns.get(name);
  columns.set(name, column);
  const needed = column.required && !column.hasDefault;
  if (kind === 'add') return needed ? [`requires ${name}, which has no default`] : [];
  if (!before) return [`modifies ${name}, which no migration made`];
  return [
    ...(isWider(before, column) ? [] : [`narrows ${name}`]),
    ...(needed && (!before.required || before.hasDefault) ? [`requires ${name} from now on`] : []),
  ];
}

function isWider(from: Column, to: Column): boolean {
  if (from.meaning !== to.meaning) return false;
  const ladder = ladders.find((types) => types.includes(from.type));
  if (ladder) return ladder.indexOf(to.type) >= ladder.indexOf(from.type);
  if (from.type !== to.type) return false;
  if (lengths.test(from.type)) return Number(to.size) >= Number(from.size);
  return from.type === 'ENUM' ? to.size.startsWith(from.size) : to.size === from.size;
}

function isBelow(version: string, than: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
