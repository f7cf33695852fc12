// What is asked of the entry service, and of the baseline in its place.
import { DAY, EVERY, HOUR, type Place } from './fill.ts';
import type { Request, Target } from './load.ts';

const WEEKS = 10;
const GAPS = 1_000;
const MINUTE = HOUR / 60;

/** Windows of 84 short entries each: one after another the last ten weeks of a calendar, but for the very last one. */
function windowOf({ end }: Place, n: number) {
  const start = end - (2 + (n % WEEKS)) * 7 * DAY;
  return { start, end: start + 7 * DAY };
}

/** The same windows, each a millisecond longer than the last time, so that nobody has seen it before. */
function newWindowOf(place: Place, n: number) {
  const { start, end } = windowOf(place, n);
  return { start: start - Math.floor(n / WEEKS), end };
}

/** A minute that nothing else has: one in each of the last 1,000 gaps between two entries, then the next minute of each. */
function freeMinute({ end }: Place, n: number): string {
  const gap = end - (GAPS - (n % GAPS)) * EVERY;
  return new Date(gap + HOUR / 2 + Math.floor(n / GAPS) * MINUTE).toISOString();
}

const reading = (name: string, base: string, path: (n: number) => string): Target =>
  numbered({ name, base, expected: 200 }, (n) => ({ method: 'GET', path: path(n) }));

const writing = (name: string, base: string, request: (n: number) => Omit<Request, 'method'>) =>
  numbered({ name, base, expected: 201 }, (n) => ({ method: 'POST', ...request(n) }));

function numbered(target: Omit<Target, 'next'>, request: (n: number) => Request): Target {
  let n = 0;
  return { ...target, next: () => request(n++) };
}

function pathOf({ calendarId }: Place, { start, end }: { start: number; end: number }): string {
  const query = `start=${new Date(start).toISOString()}&end=${new Date(end).toISOString()}`;
  return `/calendars/${calendarId}/entries?${query}`;
}

export const listWeek = (name: string, base: string, place: Place): Target =>
  reading(name, base, (n) => pathOf(place, newWindowOf(place, n)));

export const listAgain = (name: string, base: string, place: Place): Target =>
  reading(name, base, (n) => pathOf(place, windowOf(place, n)));

/** By a client that has what it asks for. */
export const listKnown = (name: string, base: string, place: Place): Target =>
  numbered({ name, base, expected: 304 }, (n) => ({
    method: 'GET',
    path: pathOf(place, windowOf(place, n)),
    headers: { 'if-none-match': '*' },
  }));

export const bareRoute = (name: string, base: string): Target => reading(name, base, () => '/bare');

export const bareWeek = (name: string, base: string, place: Place): Target =>
  reading(name, base, (n) => {
    const { start, end } = newWindowOf(place, n);
    return `/week?start=${start}&end=${end}`;
  });

export const create = (name: string, base: string, place: Place): Target =>
  writing(name, base, (n) => ({
    path: `/calendars/${place.calendarId}/entries`,
    body: JSON.stringify({ title: 'New', start: freeMinute(place, n), duration: 'PT1M' }),
  }));

export const bareCreate = (name: string, base: string, place: Place): Target =>
  writing(name, base, (n) => ({ path: `/create?start=${freeMinute(place, n)}` }));
