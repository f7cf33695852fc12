// Several instances of a service: who gets a request, and what a client sees when one of them is not there.
import { expect, test } from '@jest/globals';
import { expectProblem } from './support/problem.ts';
import { key, runGateway } from './support/running-gateway.ts';
import { accessToken } from './support/tokens.ts';
import { startUpstream } from './support/upstream.ts';

const headers = { authorization: `Bearer ${accessToken(key)}` };

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('two instances share the requests', async () => {
  await using one = await startUpstream('one');
  await using two = await startUpstream('two');
  await using gateway = await runGateway({ entry: [one, two] });
  await Promise.all(
    Array.from({ length: 40 }, () => fetch(`${gateway.url}/calendars/x/entries`, { headers })),
  );
  expect(one.state.served + two.state.served).toBe(40);
  expect(Math.min(one.state.served, two.state.served)).toBeGreaterThan(10);
});

test('an instance that is busy is left alone while another one is not', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using busy = await startUpstream('busy', async (_req, res) => {
    await released;
    res.end();
  });
  await using quick = await startUpstream('quick', (_req, res) => res.end());
  await using gateway = await runGateway({ entry: [busy, quick] });
  const ask = () => fetch(`${gateway.url}/docs`).then((answer) => answer.text());
  const started = [ask(), ask()];
  await until(() => busy.state.served === 1);
  for (let i = 0; i < 10; i++) await ask();
  expect([busy.state.served, quick.state.served]).toEqual([1, 11]);
  release();
  await Promise.all(started);
});

test('an instance killed under load: no wrong answer, and reads do not notice', async () => {
  await using one = await startUpstream('one');
  await using two = await startUpstream('two');
  await using gateway = await runGateway({ entry: [one, two] });
  const seen = { ok: 0, badGateway: 0, broken: 0, wrong: 0, failedReads: 0 };
  let running = true;
  const client = async (method: string, index: number) => {
    for (let i = 0; running; i++) {
      const path = `/calendars/${index}/entries/${i}`;
      const kind = await fetch(gateway.url + path, {
        method,
        headers,
        ...(method === 'POST' && { body: path }),
      })
        .then(async (answer) => {
          if (answer.status === 502) return 'badGateway';
          const echo = (await answer.json()) as { url: string; body: string };
          const right =
            answer.status === 200 &&
            echo.url === path &&
            echo.body === (method === 'POST' ? path : '');
          return right ? 'ok' : 'wrong';
        })
        .catch(() => 'broken' as const);
      seen[kind] += 1;
      if (method === 'GET' && kind !== 'ok') seen.failedReads += 1;
    }
  };
  const clients = ['GET', 'POST'].flatMap((method) =>
    [1, 2, 3, 4].map((index) => client(method, index)),
  );
  await until(() => one.state.served > 50);
  await one.kill();
  const served = two.state.served;
  await until(() => two.state.served > served + 200);
  running = false;
  await Promise.all(clients);
  console.info(`killed under load: ${JSON.stringify(seen)}`);
  expect(seen).toMatchObject({ broken: 0, wrong: 0, failedReads: 0 });
  expect(seen.badGateway).toBeLessThanOrEqual(4); // one for each POST that can be in flight
});

test('an instance that does not listen: every method goes to another one, since nothing was sent', async () => {
  await using there = await startUpstream('there');
  const gone = await startUpstream('gone');
  await gone.kill();
  await using gateway = await runGateway({ entry: [gone, there] });
  for (const method of ['POST', 'PUT', 'DELETE', 'GET', 'PATCH', 'POST']) {
    const body = method === 'GET' ? null : 'body';
    const answer = await fetch(`${gateway.url}/calendars/x/entries`, { method, headers, body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ method, body: body ?? '' });
  }
});

test('a request that was sent is sent again only where it reads', async () => {
  let cut = 0;
  await using cutter = await startUpstream('cutter', (req) => {
    cut += 1;
    req.socket.destroy();
  });
  await using gateway = await runGateway({ entry: [cutter], change: neverOut });
  for (const [method, times] of [
    ['POST', 1],
    ['PUT', 1],
    ['PATCH', 1],
    ['DELETE', 1],
    ['GET', 2],
  ] as const) {
    cut = 0;
    const answer = await fetch(`${gateway.url}/calendars/x/entries`, { method, headers });
    await expectProblem(answer, 502, 'bad-gateway', '/calendars/x/entries');
    expect({ method, cut }).toEqual({ method, cut: times });
  }
});

test('an instance that hangs: 504, asked once', async () => {
  let asked = 0;
  await using hanging = await startUpstream('hanging', () => {
    asked += 1;
  });
  await using gateway = await runGateway({
    entry: [hanging],
    change: (config) => {
      for (const service of config.services) service.readTimeoutMs = 200;
    },
  });
  await expectProblem(
    await fetch(`${gateway.url}/openapi.json`),
    504,
    'gateway-timeout',
    '/openapi.json',
  );
  expect(asked).toBe(1);
});

test('an instance that drains leaves, with none left it is 503, and it comes back', async () => {
  await using one = await startUpstream('one');
  await using two = await startUpstream('two');
  await using gateway = await runGateway({ entry: [one, two] });
  const instance = async () => (await fetch(`${gateway.url}/docs`)).headers.get('x-instance');
  one.state.ready = false;
  await until(async () =>
    (await Promise.all([instance(), instance(), instance()])).every((name) => name === 'two'),
  );
  two.state.ready = false;
  await until(async () => (await fetch(`${gateway.url}/docs`)).status === 503);
  const refused = await fetch(`${gateway.url}/docs`);
  expect(refused.headers.get('retry-after')).toBe('5');
  await expectProblem(refused, 503, 'unavailable', '/docs');
  one.state.ready = true;
  await until(async () => (await instance()) === 'one');
});

function neverOut({
  services,
}: Parameters<NonNullable<NonNullable<Parameters<typeof runGateway>[0]>['change']>>[0]) {
  for (const { healthchecks } of services) healthchecks.passive.unhealthy.tcp_failures = 1000;
}
