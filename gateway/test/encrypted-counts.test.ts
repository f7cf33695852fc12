// Requests counted in a Redis that takes encrypted connections only.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeCertificate } from '@calendar/shared/testing/certificate';
import { until } from '@calendar/shared/testing/until';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { freePort, startRedis } from './support/redis.ts';
import { rendered, runGateway } from './support/running-gateway.ts';

const known = getCACertificates('default');
const { pem, certFile, keyFile } = makeCertificate('localhost');
const tls = { REDIS_HOST: 'localhost', REDIS_TLS: 'true' };
afterAll(() => setDefaultCACertificates(known));

async function startEncrypted() {
  const port = await freePort();
  const plain = await freePort(); // where startRedis itself would listen
  const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile];
  const authority = ['--tls-ca-cert-file', certFile, '--tls-auth-clients', 'no'];
  const redis = await startRedis(plain, '--tls-port', String(port), ...files, ...authority);
  return { port, [Symbol.asyncDispose]: redis[Symbol.asyncDispose] };
}

const limitOf = async (url: string) =>
  (await fetch(`${url}/calendars`, { method: 'OPTIONS' })).headers.get('ratelimit-limit');

test('both gateways are told to encrypt, and for whom the certificate must be', () => {
  const redisOf = (env: Record<string, string>) => {
    const { plugins } = parse(rendered({ env }), { version: '1.1', merge: true });
    return plugins.find(({ name }: { name: string }) => name === 'rate-limiting').config.redis;
  };
  const on = { ssl: true, ssl_verify: true, server_name: 'localhost' };
  expect(redisOf(tls)).toMatchObject(on);
  expect(redisOf({})).toMatchObject({ ssl: false, ssl_verify: false, server_name: 'localhost' });
  expect(redisOf({ REDIS_HOST: 'redis' })).toMatchObject({ ssl: false, server_name: 'redis' });
});

test('encryption needs a name that a certificate can be for', () => {
  const env = { ...tls, REDIS_HOST: '127.0.0.1' };
  expect(() => rendered({ env })).toThrow(/REDIS_TLS .*needs the name of a host/);
});

test('requests are counted over an encrypted connection', async () => {
  setDefaultCACertificates([...known, pem]);
  await using redis = await startEncrypted();
  await using gateway = await runGateway({ redisPort: redis.port, env: tls });
  expect(await until(() => limitOf(gateway.url))).toBe('6000');
});

test('a Redis with a certificate of nobody we know counts nothing', async () => {
  setDefaultCACertificates(known);
  await using redis = await startEncrypted();
  await using gateway = await runGateway({ redisPort: redis.port, env: tls });
  for (let i = 0; i < 20; i += 1) {
    expect(await limitOf(gateway.url)).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
});
