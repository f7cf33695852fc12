// A private MariaDB or MySQL: data under the run's folder, reachable on 127.0.0.1 by its own administrator only.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { writeSecret } from './folder.mjs';
import { findProgram } from './programs.mjs';

export const databaseFolder = (data) => join(data, 'database');

export const findDatabase = () => findProgram('mariadbd', 'mysqld');

const longestSocketPath = 100;

/** The command that runs the server on `port`; the first call for a folder initialises its data, in seconds. */
export function databaseCommand({ data, port, password }) {
  const program = findDatabase();
  const folder = databaseFolder(data);
  mkdirSync(scratchOf(folder), { recursive: true, mode: 0o700 });
  if (!existsSync(folder)) initialise(program, folder);
  const init = join(data, 'database-init.sql');
  writeSecret(init, administrator(password));
  return {
    command: program,
    args: [...identity(folder), ...flags(folder, port, init), ...dialect(program)],
  };
}

// A server that starts clears its folder for temporary tables: in a shared one it would take those of others.
const scratchOf = (folder) => `${folder}.tmp`;

const identity = (folder) => [
  '--no-defaults',
  ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  `--tmpdir=${scratchOf(folder)}`,
];

const flags = (folder, port, init) => [
  `--datadir=${folder}`,
  `--socket=${socketFor(folder)}`,
  `--pid-file=${join(folder, 'server.pid')}`,
  `--init-file=${init}`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--max-connections=500',
  '--transaction-isolation=READ-COMMITTED',
  '--default-time-zone=+00:00',
  '--character-set-server=utf8mb4',
  '--innodb-buffer-pool-size=256M',
  '--innodb-flush-log-at-trx-commit=1',
];

// MySQL alone has a second protocol, on a port of its own that two runs would fight over.
const dialect = (program) => (isMariadb(program) ? [] : ['--mysqlx=OFF', '--skip-log-bin']);

function isMariadb(program) {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).includes('MariaDB');
}

function socketFor(folder) {
  const near = join(folder, 'server.sock');
  if (near.length <= longestSocketPath) return near;
  return join(
    tmpdir(),
    `calendar-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`,
  );
}

// Runs at every start before the first connection is let in: no moment with an empty password.
const administrator = (password) =>
  [
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
    `CREATE USER IF NOT EXISTS 'admin'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL ON *.* TO 'admin'@'127.0.0.1' WITH GRANT OPTION;",
    '',
  ].join('\n');

// Made beside its place and moved there whole, so that a start cut short is simply made again.
function initialise(program, folder) {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    if (isMariadb(program)) bootstrap(program, folder, draft);
    else
      execFileSync(program, [...identity(folder), '--initialize-insecure', `--datadir=${draft}`], {
        stdio: 'pipe',
      });
  } catch (error) {
    const why = `${error.stderr ?? ''}`.trim().split('\n').slice(-5).join('\n') || error.message;
    throw new Failure(
      'initialise the database',
      why,
      `check free disk space and that ${program} runs`,
    );
  }
  renameSync(draft, folder);
}

// What mariadb-install-db does; that script needs a client package which the server package leaves out.
function bootstrap(program, folder, draft) {
  const scripts = [
    'mysql_system_tables.sql',
    'mysql_performance_tables.sql',
    'mysql_system_tables_data.sql',
  ];
  const share = shareFolder(program);
  const sql = [
    'CREATE DATABASE mysql;',
    'USE mysql;',
    'SET @auth_root_socket=NULL;',
    ...scripts.map((name) => readFileSync(join(share, name), 'utf8')),
    "DELETE FROM global_priv WHERE Host <> 'localhost' OR User NOT IN ('root', 'mariadb.sys');",
    "DELETE FROM proxies_priv WHERE Host <> 'localhost';",
    '',
  ];
  const args = [
    ...identity(folder),
    '--bootstrap',
    `--datadir=${draft}`,
    '--max-allowed-packet=8M',
  ];
  execFileSync(program, args, { input: sql.join('\n'), stdio: ['pipe', 'pipe', 'pipe'] });
}

function shareFolder(program) {
  const help = execFileSync(program, ['--no-defaults', '--verbose', '--help'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 16 * 1024 * 1024,
  });
  return dirname(/^character-sets-dir\s+(.*?)\/?$/m.exec(help)[1]);
}
