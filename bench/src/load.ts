// Load from closed loops: each client sends its next request when the last is answered.
import { Pool } from 'undici';

export type Request = {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
  headers?: Record<string, string>;
};

export type Target = {
  name: string;
  base: string;
  expected: number;
  /** No two need to be alike. */
  next: () => Request;
};

export type Figures = { perSecond: number; p50: number };

export type Load = { round: (ms: number) => Promise<Figures>; close: () => Promise<void> };

export type Clients = { clients: number; token: string };

/** So many clients with one token on a target; a round throws on an answer that was not expected. Times in milliseconds. */
export function loadOn(target: Target, { clients, token }: Clients): Load {
  const pool = new Pool(target.base, { connections: clients, pipelining: 1 });

  async function round(ms: number): Promise<Figures> {
    const times: number[] = [];
    const began = performance.now();
    const client = async () => {
      while (performance.now() - began < ms) {
        const sent = performance.now();
        await once(pool, target, token);
        times.push(performance.now() - sent);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const seconds = (performance.now() - began) / 1000;
    return { perSecond: times.length / seconds, p50: median(times) };
  }

  return { round, close: () => pool.close() };
}

async function once(pool: Pool, target: Target, token: string): Promise<void> {
  const { body = null, headers: own, ...sent } = target.next();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...own };
  const { statusCode, body: answer } = await pool.request({ ...sent, headers, body });
  const text = await answer.text();
  if (statusCode !== target.expected) throw new Error(`${target.name}: ${statusCode} ${text}`);
}

export const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
