// Migrations only add: each way to take something away is named where it is planted, and no service has one.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Migration } from '@calendar/shared/db/migrate';
import { subtractions } from './additions.ts';

const root = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const first: Migration = {
  name: '0001-first',
  sql: [
    `CREATE TABLE IF NOT EXISTS thing (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      name VARCHAR(100) CHARACTER SET utf8mb4 NULL,
      size INT NOT NULL DEFAULT 0,
      state ENUM('a', 'b') NOT NULL,
      price DECIMAL(10, 2) NULL,
      PRIMARY KEY (id),
      KEY thing_name (name, size)
    ) ENGINE=InnoDB`,
  ],
};
const after = (sql: string, unusedSince?: string) =>
  subtractions(
    [first, { name: '0002-next', sql: [sql], ...(unusedSince && { unusedSince }) }],
    '1.10.0',
  );

test.each([
  ['DROP TABLE thing', 'does more than add: DROP TABLE thing'],
  ['TRUNCATE thing', 'does more than add: TRUNCATE thing'],
  ['DELETE FROM thing', 'does more than add: DELETE FROM thing'],
  ['RENAME TABLE thing TO other', 'does more than add: RENAME TABLE thing TO other'],
  [
    'CREATE UNIQUE INDEX one ON thing (name)',
    'does more than add: CREATE UNIQUE INDEX one ON thing (name)',
  ],
  ['ALTER TABLE thing DROP COLUMN name', 'does more than add: ALTER TABLE thing DROP COLUMN name'],
  ['ALTER TABLE `thing` DROP `name`', 'does more than add: ALTER TABLE thing DROP name'],
  [
    'ALTER TABLE thing DROP KEY thing_name',
    'does more than add: ALTER TABLE thing DROP KEY thing_name',
  ],
  ['ALTER TABLE thing RENAME TO other', 'does more than add: ALTER TABLE thing RENAME TO other'],
  [
    'ALTER TABLE thing RENAME COLUMN name TO title',
    'does more than add: ALTER TABLE thing RENAME COLUMN name TO title',
  ],
  [
    'ALTER TABLE thing CHANGE name title VARCHAR(100) NULL',
    'does more than add: ALTER TABLE thing CHANGE name title VARCHAR(100) NULL',
  ],
  [
    'ALTER TABLE thing ADD (colour INT NOT NULL)',
    'does more than add: ALTER TABLE thing ADD (colour INT NOT NULL)',
  ],
  [
    'ALTER TABLE thing ADD UNIQUE KEY one (name)',
    'does more than add: ALTER TABLE thing ADD UNIQUE KEY one (name)',
  ],
  [
    'ALTER TABLE thing ADD CHECK (size > 0)',
    'does more than add: ALTER TABLE thing ADD CHECK (size > 0)',
  ],
  ['ALTER TABLE thing MODIFY name VARCHAR(99) CHARACTER SET utf8mb4 NULL', 'narrows thing.name'],
  ['ALTER TABLE thing MODIFY name VARCHAR(100) CHARACTER SET ascii NULL', 'narrows thing.name'],
  ['ALTER TABLE thing MODIFY size SMALLINT NOT NULL DEFAULT 0', 'narrows thing.size'],
  ['ALTER TABLE thing MODIFY size INT UNSIGNED NOT NULL DEFAULT 0', 'narrows thing.size'],
  ['ALTER TABLE thing MODIFY size VARCHAR(20) NOT NULL DEFAULT 0', 'narrows thing.size'],
  ["ALTER TABLE thing MODIFY state ENUM('a') NOT NULL", 'narrows thing.state'],
  ['ALTER TABLE thing MODIFY price DECIMAL(10, 1) NULL', 'narrows thing.price'],
  [
    'ALTER TABLE thing MODIFY name VARCHAR(100) CHARACTER SET utf8mb4 NOT NULL',
    'requires thing.name from now on',
  ],
  ['ALTER TABLE thing MODIFY size INT NOT NULL', 'requires thing.size from now on'],
  ['ALTER TABLE thing MODIFY colour INT NULL', 'modifies thing.colour, which no migration made'],
  [
    'ALTER TABLE thing ADD COLUMN colour INT NOT NULL',
    'requires thing.colour, which has no default',
  ],
  [
    'ALTER TABLE thing ADD note TEXT NULL, ADD colour INT NOT NULL, ADD KEY c (colour)',
    'requires thing.colour, which has no default',
  ],
])('%s is named', (sql, fault) => {
  expect(after(sql)).toEqual([`0002-next ${fault}`]);
});

test.each([
  'CREATE TABLE other (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)',
  'CREATE INDEX thing_size ON thing (size)',
  'UPDATE thing SET size = 1 WHERE size = 0',
  "INSERT INTO thing (id, state) VALUES ('x', 'a')",
  'ALTER TABLE thing ADD COLUMN IF NOT EXISTS colour INT NULL, ADD INDEX thing_colour (colour)',
  "ALTER TABLE thing ADD colour ENUM('red, or so', 'b') NOT NULL DEFAULT 'b'",
  'ALTER TABLE thing MODIFY name VARCHAR(200) CHARACTER SET utf8mb4 NULL, MODIFY size BIGINT NOT NULL DEFAULT 0',
  "ALTER TABLE thing MODIFY state ENUM('a', 'b', 'c') NOT NULL",
])('%s passes', (sql) => {
  expect(after(sql)).toEqual([]);
});

test('what a released version has ceased to use may go', () => {
  const drop = 'ALTER TABLE thing DROP COLUMN name';
  expect(after(drop, '1.9.2')).toEqual([]);
  for (const never of ['1.10.0', '2.0.0', 'soon'])
    expect(after(drop, never)).toEqual([
      `0002-next does more than add: ${drop}, and ${never} is no version released before 1.10.0`,
    ]);
});

const services = globSync('services/*/src/store/migrations', { cwd: root });

test.each(services)('%s only add', async (folder) => {
  const files = globSync('*.ts', { cwd: join(root, folder) }).sort();
  const modules = await Promise.all(files.map((file) => import(join(root, folder, file))));
  const migrations: Migration[] = modules.flatMap((module) => Object.values(module));
  expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(files);
  expect(subtractions(migrations, version)).toEqual([]);
});
