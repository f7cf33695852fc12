// `npm start` as a process: what survives a SIGKILL, what a second run is told, how it ends.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { takeFolder } from './folder.mjs';
import { freePort } from './ports.mjs';
import { endStarted, start } from './started.ts';
import { mainSystem } from './testing.mjs';

const { folder } = mainSystem();
const post = (port: number, path: string, body: object) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

afterEach(endStarted);

const ada = { email: 'ada@example.com', password: 'correct horse battery' };

test('killed and started again it has all data; asked to stop it ends with 0', async () => {
  const data = join(folder, 'killed');
  const port = await freePort();
  const first = start(data, port);
  await first.ready;
  expect((await post(port, '/auth/register', ada)).status).toBe(201);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = start(data, port);
  expect(await second.ready).toContain('Ended 7 processes that a killed run had left.');
  expect((await post(port, '/auth/login', ada)).status).toBe(200);
  second.child.kill('SIGTERM');
  expect((await second.ended).code).toBe(0);
}, 120_000);

test('a data folder in use is named, and how to choose another', async () => {
  const data = join(folder, 'shared');
  await takeFolder(data);
  const { code, output } = await start(data, await freePort()).ended;
  expect(code).toBe(1);
  expect(output).toContain(`${data} is in use by process ${process.pid}`);
  expect(output).toContain('npm start -- --data');
});

const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
const loopbacks = ['127.0.0.1', '::1'].filter((ip) => own.some(({ address }) => address === ip));

test.each(loopbacks)('a port taken on %s is named, and how to choose another', async (host) => {
  const port = await freePort();
  const other = createServer().listen(port, host);
  await once(other, 'listening');
  const { code, output } = await start(join(folder, 'no-port'), port).ended;
  other.close();
  expect(code).toBe(1);
  expect(output).toContain(`port ${port} is taken`);
  expect(output).toContain(`npm start -- --port ${port + 10}`);
});
