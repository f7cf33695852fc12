import { runArgon2 } from './run-argon2.ts';

const cost = { memory: 8, passes: 1, parallelism: 1 };
const input = { password: 'password', salt: Buffer.alloc(16, 1), cost, tagBytes: 32 };

test('what neither runs nor waits is turned away, and the queue empties', async () => {
  const argon2 = runArgon2({ atOnce: 1, waiting: 2, patienceMs: 5_000 });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => argon2(input)));
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect(outcomes[4]).toMatchObject({ reason: { kind: 'unavailable', extra: { retryAfter: 1 } } });
  expect(await argon2(input)).toHaveLength(32);
});

test('what waits for too long is turned away, what runs is not', async () => {
  const argon2 = runArgon2({ atOnce: 1, waiting: 2, patienceMs: 1 });
  const slow = { ...input, cost: { memory: 19_456, passes: 8, parallelism: 1 } };
  const outcomes = await Promise.allSettled([argon2(slow), argon2(input)]);
  expect(outcomes).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { kind: 'unavailable' } },
  ]);
});

test('it is argon2id, version 19', async () => {
  const argon2 = runArgon2({ atOnce: 1, waiting: 1, patienceMs: 5_000 });
  const tag = await argon2({
    ...input,
    salt: Buffer.from('somesalt'),
    cost: { memory: 256, passes: 2, parallelism: 1 },
  });
  expect(tag.toString('hex')).toBe(
    '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
  );
});
