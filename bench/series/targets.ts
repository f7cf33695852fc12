// What is asked of the entry service.
import type { Request, Target } from '../src/load.ts';
import { DAY, iso, MIDDLE } from './plan.ts';

export const WEEKS = 10;

type Asked = { name: string; base: string; calendarId: string };

function numbered(target: Omit<Target, 'next'>, request: (n: number) => Request): Target {
  let n = 0;
  return { ...target, next: () => request(n++) };
}

export const create = ({ name, base, calendarId }: Asked, body: (n: number) => object) =>
  numbered({ name, base, expected: 201 }, (n) => ({
    ...{ method: 'POST', path: `/calendars/${calendarId}/entries` },
    body: JSON.stringify(body(n)),
  }));

export const check = ({ name, base, calendarId }: Asked, body: (n: number) => object) =>
  numbered({ name, base, expected: 200 }, (n) => ({
    ...{ method: 'POST', path: `/calendars/${calendarId}/entries/check` },
    body: JSON.stringify(body(n)),
  }));

/** One after another ten weeks, some time after the first. */
export function weekOf(n: number): { startMs: number; endMs: number } {
  const startMs = MIDDLE + (20 + (n % WEEKS)) * 7 * DAY;
  return { startMs, endMs: startMs + 7 * DAY };
}

export const listWeek = ({ name, base, calendarId }: Asked, limit: number) =>
  numbered({ name, base, expected: 200 }, (n) => {
    const { startMs, endMs } = weekOf(n);
    const query = `start=${iso(startMs)}&end=${iso(endMs)}&limit=${limit}`;
    return { method: 'GET', path: `/calendars/${calendarId}/entries?${query}` };
  });
