// What is asked of Prometheus, and what counts as no answer.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findEmpty, isOurs, metricsOf, readExpressions } from './expressions.ts';

const about = (expr: string) => ({ dashboard: 'd', panel: 'p', expr });
const sample = (value: string) => ({ metric: {}, value: [1, value] });
const answers: Record<string, unknown[]> = {
  none: [],
  nan: [sample('NaN')],
  zero: [sample('0')],
  some: [sample('NaN'), sample('3')],
};

test('no sample and nothing but NaN are no answer, and a server that refuses is an error', async () => {
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(await new Response(request).text()).get('query') ?? '';
    const result = answers[asked];
    response.end(
      JSON.stringify(
        result ? { status: 'success', data: { result } } : { status: 'error', error: 'refused' },
      ),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const empty = await findEmpty(url, Object.keys(answers).map(about));
    expect(empty.map(({ expr }) => expr)).toEqual(['none', 'nan']);
    await expect(findEmpty(url, [about('bad')])).rejects.toThrow('refused: bad');
  } finally {
    server.close();
  }
});

test("Grafana's variables are filled in, and Kong's metrics are not ours", () => {
  const all = readExpressions('auth');
  expect(all.filter(({ expr }) => expr.includes('$'))).toEqual([]);
  expect(all.some(({ expr }) => expr.includes('job="auth"'))).toBe(true);
  expect(all.filter(isOurs).length).toBeGreaterThan(25);
  expect(isOurs(about('rate(kong_http_requests_total[5m])'))).toBe(false);
  expect(metricsOf('sum by (job) (rate(a_total[5m])) / b > 0 or c')).toEqual(['a_total', 'b', 'c']);
});
