// A database and a broker that one test file has for itself, so that it may stop, freeze and kill them.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

type Process = {
  end: (kind?: NodeJS.Signals) => Promise<void>;
  signal: (kind: NodeJS.Signals) => void;
};

type Servers = {
  info: { database: { adminUrl: string }; nats: { host: string; port: number } };
  processes: { database: Process; nats: Process };
  start: (name: 'database' | 'nats') => Promise<void>;
  stop: () => Promise<void>;
};

export type OwnServers = Servers & {
  natsUrl: string;
  /** A new and empty schema, as an administrator's address. */
  newSchema: () => Promise<string>;
};

// Plain .mjs without types, hence not a literal in the import.
const dev = (file: string) => import(new URL(`../../../dev/${file}`, import.meta.url).href);

// Under `npm test` the run's own folder, which goes with it even where a test is killed.
function newFolder(): string {
  const run = process.env.TEST_SYSTEM;
  return mkdtempSync(join(run ? JSON.parse(run).servers.data : tmpdir(), 'own-'));
}

/** With `databaseUrl` that server is used in place of a private one, and must not be stopped. */
export async function startOwnServers(databaseUrl?: string): Promise<OwnServers> {
  const data = newFolder();
  const [{ startServers }, { passwords }] = await Promise.all([
    dev('servers.mjs'),
    dev('folder.mjs'),
  ]);
  const servers: Servers = await startServers({ data, accounts: 1, databaseUrl });
  const { database, nats } = servers.info;
  const schemas: string[] = [];
  const asAdmin = async (statement: string) => {
    const connection = await mysql.createConnection(database.adminUrl);
    await connection.query(statement);
    await connection.end();
  };
  return {
    ...servers,
    processes: servers.processes,
    natsUrl: `nats://admin:${passwords(data)('nats/admin')}@${nats.host}:${nats.port}`,
    newSchema: async () => {
      const schema = `own_${randomUUID().slice(0, 8)}`;
      await asAdmin(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
      schemas.push(schema);
      return new URL(`/${schema}`, database.adminUrl).href;
    },
    stop: async () => {
      for (const schema of schemas) await asAdmin(`DROP DATABASE ${schema}`);
      await servers.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
