import { afterFailure, blockedFor, type Failures } from './back-off.ts';

const HOUR = 3_600_000;

function failTimes(times: number, now: number): Failures | null {
  let known: Failures | null = null;
  for (let i = 0; i < times; i += 1) known = afterFailure(known, now);
  return known;
}

test.each([
  [0, 0],
  [1, 0],
  [5, 0],
  [6, 2_000],
  [7, 4_000],
  [14, 512_000],
  [15, 900_000],
  [5_000, 900_000],
])('after %i failures the next attempt waits %i ms', (times, expected) => {
  expect(blockedFor(failTimes(times, 1_000), 1_000)).toBe(expected);
});

test('the wait runs out with time', () => {
  const known = failTimes(6, 1_000);
  expect(blockedFor(known, 2_999)).toBe(1);
  expect(blockedFor(known, 3_000)).toBe(0);
  expect(blockedFor(known, 90_000)).toBe(0);
});

test('failures are forgotten a day after the last one', () => {
  const known = failTimes(9, 0);
  expect(afterFailure(known, 24 * HOUR - 1).failures).toBe(10);
  expect(afterFailure(known, 24 * HOUR)).toEqual({
    failures: 1,
    blockedUntil: 24 * HOUR,
    updatedAt: 24 * HOUR,
  });
});
