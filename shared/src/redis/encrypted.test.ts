// A Redis that takes encrypted connections only.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeCertificate } from '../testing/certificate.ts';
import { until } from '../testing/until.ts';
import { connectRedis, readRedisUrl } from './connect.ts';

const known = getCACertificates('default');
const { pem, certFile, keyFile } = makeCertificate('localhost');
let port: string;
let server: ChildProcess;

beforeAll(async () => {
  const { freePort } = await import(new URL('../../../dev/ports.mjs', import.meta.url).href);
  port = String(await freePort());
  const listening = ['--bind', '127.0.0.1', '--port', '0', '--tls-port', port, '--save', ''];
  const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile];
  const authority = ['--tls-ca-cert-file', certFile, '--tls-auth-clients', 'no'];
  const args = [...listening, ...files, ...authority, '--requirepass', 'pw/'];
  server = spawn('redis-server', args, { stdio: 'ignore' });
});

afterAll(async () => {
  setDefaultCACertificates(known);
  server.kill('SIGKILL');
  await once(server, 'exit');
});

test('the parts of an address', () => {
  const parts = { host: 'r', port: 6380, username: 'a', password: 'p/w', db: 2, tls: true };
  expect(readRedisUrl('rediss://a:p%2Fw@r:6380/2')).toEqual(parts);
  expect(readRedisUrl('redis://r')).toMatchObject({ port: 6379, db: 0, tls: false });
});

test('commands go over an encrypted connection to a server with a known certificate', async () => {
  setDefaultCACertificates([...known, pem]);
  const redis = connectRedis(readRedisUrl(`rediss://:pw%2F@localhost:${port}/1`), 2_000);
  redis.on('error', () => undefined);
  await until(() => redis.status === 'ready');
  await redis.set('a', 'b');
  expect(await redis.get('a')).toBe('b');
  redis.disconnect();
});

test.each([
  ['localhost', known, /self-signed certificate/],
  ['127.0.0.1', [...known, pem], /altnames/],
])('%s: a certificate that proves nothing is refused', async (host, authorities, reason) => {
  setDefaultCACertificates(authorities);
  const redis = connectRedis(readRedisUrl(`rediss://:pw%2F@${host}:${port}/1`), 2_000);
  const heard: string[] = [];
  redis.on('error', (error: Error) => heard.push(error.message));
  await until(() => heard.some((message) => reason.test(message)));
  expect(redis.status).not.toBe('ready');
  redis.disconnect();
});
