// A server that takes encrypted connections only, as managed databases can be told to.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mysql from 'mysql2/promise';
import { type Certificate, makeCertificate } from '../testing/certificate.ts';
import { until } from '../testing/until.ts';
import { connectDatabase } from './connect.ts';
import { migrate } from './migrate.ts';
import { untilMigrated } from './migrated.ts';
import { read, rows } from './statement.ts';
import { transaction } from './transaction.ts';

const data = mkdtempSync(join(tmpdir(), 'encrypted-'));
const known = getCACertificates('default');
const good = makeCertificate('localhost');
const password = 'only-for-this-test';
let port: number;
let server: ChildProcess;

async function start({ certFile, keyFile }: Certificate): Promise<void> {
  const { databaseCommand } = await import(
    new URL('../../../dev/mariadb.mjs', import.meta.url).href
  );
  const { command, args } = databaseCommand({ data, port, password });
  const flags = [`--ssl-ca=${certFile}`, `--ssl-cert=${certFile}`, `--ssl-key=${keyFile}`];
  server = spawn(command, [...args, ...flags, '--require-secure-transport=ON'], {
    stdio: 'ignore',
  });
  await asAdmin('CREATE DATABASE IF NOT EXISTS item');
}

/** Takes any certificate; waits for the server. */
async function asAdmin(sql: string, patience = 120): Promise<void> {
  const ssl = { rejectUnauthorized: false };
  try {
    const options = { host: '127.0.0.1', port, user: 'admin', password, ssl };
    const connection = await mysql.createConnection(options);
    await connection.query(sql);
    await connection.end();
  } catch (error) {
    if (patience === 0 || server.exitCode !== null) throw error;
    await delay(250);
    await asAdmin(sql, patience - 1);
  }
}

async function stop(): Promise<void> {
  server.kill('SIGKILL');
  await once(server, 'exit');
}

const address = (query: string) => `mysql://admin:${password}@localhost:${port}/item${query}`;
const encrypted = () => address('?ssl-mode=VERIFY_IDENTITY');
const cipher = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";

beforeAll(async () => {
  const { freePort } = await import(new URL('../../../dev/ports.mjs', import.meta.url).href);
  port = await freePort();
  await start(good);
}, 60_000);

afterAll(async () => {
  setDefaultCACertificates(known);
  await stop();
  rmSync(data, { recursive: true, force: true });
});

/** What the first statement hears. */
async function refusal(url: string): Promise<{ kind?: string; cause?: unknown }> {
  await using db = connectDatabase({ url });
  const heard = await Promise.allSettled([
    read(db, 'SELECT 1', []),
    transaction(db, (tx) => rows(tx, 'SELECT 1', [])),
  ]);
  const [one, two] = heard.map((each) => (each.status === 'rejected' ? each.reason : undefined));
  expect(one?.kind).toBe(two?.kind);
  return one;
}

test('a migration, reads and writes go over encrypted connections', async () => {
  setDefaultCACertificates([...known, good.pem]);
  const sql = ['CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY)'];
  await migrate({ url: encrypted(), migrations: [{ name: '001', sql }] });
  await using db = connectDatabase({ url: encrypted() });
  const some = [{ Variable_name: 'Ssl_cipher', Value: expect.stringMatching(/./) }];
  expect(await read(db, cipher, [])).toEqual(some);
  expect(await transaction(db, (tx) => rows(tx, cipher, []))).toEqual(some);
});

test('schemas and users are made over an encrypted connection, and can be used over one', async () => {
  setDefaultCACertificates([...known, good.pem]);
  const { makeSchemas } = await import(new URL('../../../dev/schemas.mjs', import.meta.url).href);
  const adminUrl = `mysql://admin:${password}@localhost:${port}/?ssl-mode=VERIFY_IDENTITY`;
  const [made] = Object.values<{ url: string }>(
    await makeSchemas({ adminUrl, prefix: '', services: ['made'], passwordFor: () => 'of-made' }),
  );
  await using db = connectDatabase({ url: made?.url ?? '' });
  expect(await read(db, 'SELECT DATABASE() AS name', [])).toEqual([{ name: 'made' }]);
});

test('a server that falls silent is noticed, and an idle connection is not taken for one', async () => {
  setDefaultCACertificates([...known, good.pem]);
  await using db = connectDatabase({ url: encrypted(), statementMs: 500 });
  await read(db, 'SELECT 1', []);
  await delay(2_000);
  await read(db, 'SELECT 1', []);
  server.kill('SIGSTOP');
  try {
    const began = performance.now();
    // One more may be answered: the signal takes a moment to reach all threads of the server.
    const fault = await until(() =>
      read(db, 'SELECT 1', []).then(
        () => null,
        (error) => error,
      ),
    );
    expect(fault).toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(4_000);
  } finally {
    server.kill('SIGCONT');
  }
  expect(await read(db, 'SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
});

test('an address without encryption is turned away by the server', async () => {
  await expect(refusal(address(''))).resolves.toMatchObject({
    // MariaDB has the second sentence for it.
    message: expect.stringMatching(/insecure transport|^Access denied for user/i),
  });
});

test('a certificate of nobody we know is refused', async () => {
  setDefaultCACertificates(known);
  const heard = await refusal(encrypted());
  expect(heard).toMatchObject({
    kind: 'unavailable',
    cause: { message: expect.stringMatching(/self-signed certificate|unable to verify/) },
  });
  const waiting = untilMigrated({ url: encrypted(), migrations: [], patienceMs: 0 });
  await expect(waiting).rejects.toThrow(
    /not ready: .*(?:self-signed certificate|unable to verify)/,
  );
});

test('a certificate for another host is refused', async () => {
  const other = makeCertificate('elsewhere.test');
  setDefaultCACertificates([...known, other.pem]);
  await stop();
  await start(other);
  const heard = await refusal(encrypted());
  expect(heard).toMatchObject({
    kind: 'unavailable',
    cause: { message: expect.stringMatching(/does not match certificate's altnames/) },
  });
}, 60_000);
