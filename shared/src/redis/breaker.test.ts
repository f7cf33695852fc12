import { until } from '../testing/until.ts';
import { makeBreaker } from './breaker.ts';

test('the first failure is told, and from then on nobody waits until the probe succeeds', async () => {
  let isThere = false;
  let asked = 0;
  const told: unknown[] = [];
  const fails = new Error('away');
  const answer = async () => {
    asked += 1;
    if (!isThere) throw fails;
    return 'here';
  };
  using breaker = makeBreaker({ probe: answer, onOpen: (error) => told.push(error) });
  expect(await Promise.all([breaker.attempt(answer), breaker.attempt(answer)])).toEqual([
    undefined,
    undefined,
  ]);
  expect([asked, told]).toEqual([2, [fails]]);
  for (const _ of [1, 2, 3]) expect(await breaker.attempt(answer)).toBe(undefined);
  expect(asked).toBe(2);

  // The probe alone asks, and goes on asking.
  await until(() => asked > 3);
  isThere = true;
  await until(async () => (await breaker.attempt(answer)) === 'here');
  isThere = false;
  expect(await breaker.attempt(answer)).toBe(undefined);
  expect(told).toHaveLength(2);
});
