// Load from closed loops: each client sends its next request when the last is answered.
import { Pool } from 'undici';

export type Target = {
  name: string;
  base: string;
  /** The n-th request. */
  request: (n: number) => { method: 'GET' | 'POST'; path: string; body?: string; token: string };
  expected: number;
};

export type Figures = { perSecond: number; p50: number };

/** `ms` of load by `clients`; throws on an answer that was not expected. Times in milliseconds. */
export async function load(target: Target, clients: number, ms: number): Promise<Figures> {
  const pool = new Pool(target.base, { connections: clients, pipelining: 1 });
  const times: number[] = [];
  const began = performance.now();
  const client = async () => {
    while (performance.now() - began < ms) {
      const sent = performance.now();
      await once(pool, target);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50: times[times.length >> 1] ?? Number.NaN };
}

let count = 0;

async function once(pool: Pool, target: Target): Promise<void> {
  const { method, path, body, token } = target.request(count++);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const { statusCode, body: answer } = await pool.request({
    method,
    path,
    headers,
    body: body ?? null,
  });
  const text = await answer.text();
  if (statusCode !== target.expected) throw new Error(`${target.name}: ${statusCode} ${text}`);
}
