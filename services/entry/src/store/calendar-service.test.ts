import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { upTo } from '@calendar/shared/testing/at-once';
import { until } from '@calendar/shared/testing/until';
import { inTrace } from '@calendar/shared/trace';
import { makeAskCalendar } from './calendar-service.ts';

const refused = { kind: 'unavailable', extra: { retryAfter: 1 } };
const headers = { etag: '"3-tag"', 'content-type': 'application/json' };

/** A calendar service whose answers the story gives. */
async function aService(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const server: Server = createServer((request, response) => answer(response, request));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = makeAskCalendar(`http://127.0.0.1:${port}`);
  return {
    ask: () => ask('owner', 'token', 'id'),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a body that never ends is an authority that does not answer', async () => {
  await using service = await aService((response) => {
    response.writeHead(200, headers).write('{');
  });
  await expect(service.ask()).rejects.toMatchObject(refused);
});

test('32 are asked at once and 200 wait; one more is refused at once, and all is well when there is room', async () => {
  const open: ServerResponse[] = [];
  const answer = (response: ServerResponse) =>
    response.writeHead(200, headers).end('{"timeZone":"UTC"}');
  let slow = true;
  await using service = await aService((response) => {
    if (slow) open.push(response);
    else answer(response);
  });
  const asked = Promise.allSettled(upTo(232).map(service.ask));
  const start = performance.now();
  await expect(service.ask()).rejects.toMatchObject(refused);
  expect(performance.now() - start).toBeLessThan(500);
  await until(() => open.length === 32);
  slow = false;
  for (const response of open) answer(response);
  const known = { id: 'id', ownerId: 'owner', timeZone: 'UTC', version: 3 };
  for (const end of await asked) expect(end).toMatchObject({ status: 'fulfilled', value: known });
  expect(open).toHaveLength(32);
});

test('it is asked in the trace at hand, without telemetry too', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const got = Promise.withResolvers<unknown>();
  await using service = await aService((response, request) => {
    got.resolve(request.headers.traceparent);
    response.writeHead(404).end();
  });
  await inTrace(`00-${traceId}-b7ad6b7169203331-01`, service.ask);
  expect(await got.promise).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
});
