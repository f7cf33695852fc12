// The page of `npm start -- --observe`: traces in as a service sends them, a list and a tree out.
import { freePort } from './ports.mjs';

// Plain .mjs without types, hence not a literal in the import.
const { serveTraces } = await import(new URL('trace-page.mjs', import.meta.url).href);

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
let page: { stop: () => Promise<void> };
beforeAll(async () => {
  page = await serveTraces({ port, links: { Alerts: 'http://localhost:1/alerts' } });
});
afterAll(() => page.stop());

type Given = Record<string, string | number>;

const attributes = (given: Given) =>
  Object.entries(given).map(([key, value]) => ({ key, value: { stringValue: value } }));

/** `at` and `took`: milliseconds. */
const span = (
  spanId: string,
  parentSpanId: string,
  name: string,
  [at, took]: [number, number],
  given: Given = {},
) => ({
  traceId: 'a1',
  spanId,
  parentSpanId,
  name,
  startTimeUnixNano: `${1_800_000_000_000_000_000n + BigInt(at) * 1_000_000n}`,
  endTimeUnixNano: `${1_800_000_000_000_000_000n + BigInt(at + took) * 1_000_000n}`,
  attributes: attributes(given),
  status: {},
});

const send = (service: string, ...spans: object[]) =>
  fetch(`${url}/v1/traces`, {
    method: 'POST',
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: attributes({ 'service.name': service }) },
          scopeSpans: [{ scope: { name: 'test' }, spans }],
        },
      ],
    }),
  });

const read = async (path: string) => {
  const reply = await fetch(url + path);
  const text = (await reply.text())
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll('&emsp;', '>');
  return {
    status: reply.status,
    lines: text
      .replaceAll(/<[^>]*>/g, ' ')
      .split('\n')
      .map((line) => line.trim()),
  };
};

test('a trace that came in parts is one line of the list, and one tree with durations and faults', async () => {
  expect((await read('/')).lines.join()).toContain('None yet');
  const sql = { 'db.query.text': 'DELETE FROM entry WHERE id < ?' };
  await send('entry', {
    ...span('3', '2', 'DELETE', [20, 5], sql),
    status: { code: 2, message: 'gone' },
  });
  const route = { 'http.route': '/x/:id', 'http.response.status_code': 204 };
  await send('calendar', span('2', '1', 'DELETE /x/:id', [10, 30], route));
  await send('gateway', span('1', 'of the client', 'DELETE', [0, 50]));

  const { lines } = await read('/');
  expect(lines).toContain('Alerts');
  const line = lines.find((text) => text.includes('/x/:id'))?.split(/\s{2,}/);
  expect(line?.slice(1)).toEqual([
    'DELETE /x/:id 204',
    '50 ms',
    '3 spans',
    'calendar, entry, gateway',
    '1 failed',
  ]);

  const tree = (await read('/traces/a1')).lines.filter((text) => text.startsWith('+'));
  expect(tree.map((text) => text.split(/\s+/).join(' '))).toEqual([
    '+0.0 ms 50 ms gateway DELETE',
    '+10 ms 30 ms > calendar DELETE /x/:id 204',
    '+20 ms 5.0 ms >> entry DELETE DELETE FROM entry WHERE id &lt; ? ! gone',
  ]);
  const drawn = await (await fetch(`${url}/traces/a1`)).text();
  expect(drawn.match(/margin-left:[^"]*/g)).toEqual([
    'margin-left:0.0%;width:100.0%',
    'margin-left:20.0%;width:60.0%',
    'margin-left:40.0%;width:10.0%',
  ]);
});

test('what is no trace is refused, and nothing breaks', async () => {
  const reply = await fetch(`${url}/v1/traces`, { method: 'POST', body: '{"resourceSpans":1}' });
  expect(reply.status).toBe(400);
  expect((await read('/traces/b2')).status).toBe(404);
  expect((await read('/')).status).toBe(200);
});
