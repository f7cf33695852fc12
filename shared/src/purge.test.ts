import { makeLog } from './log.ts';
import { startPurge } from './purge.ts';

const log = makeLog('test', 'silent');

test('each job runs until its batch is empty, with the time; one that fails does not keep the next from running', async () => {
  const taken: number[] = [];
  const batches = [1000, 7];
  let broken = 0;
  const again = Promise.withResolvers<void>();
  await using _purge = startPurge({
    everyMs: 1,
    now: () => 42,
    log,
    jobs: [
      {
        name: 'broken',
        run: async () => {
          broken += 1;
          throw new Error('no database');
        },
      },
      {
        name: 'sound',
        run: async (now) => {
          taken.push(now);
          if (broken > 1) again.resolve();
          return batches.shift() ?? 0;
        },
      },
    ],
  });
  await again.promise;
  expect(taken.length).toBeGreaterThanOrEqual(4);
  expect(new Set(taken)).toEqual(new Set([42]));
  expect(batches).toEqual([]);
});

test('disposing waits for the running batch and starts no other', async () => {
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  let runs = 0;
  const purge = startPurge({
    everyMs: 1,
    now: () => 0,
    log,
    jobs: [
      {
        name: 'slow',
        run: async () => {
          runs += 1;
          started.resolve();
          await finish.promise;
          return 1000;
        },
      },
    ],
  });
  await started.promise;
  const disposed = purge[Symbol.asyncDispose]();
  finish.resolve();
  await disposed;
  expect(runs).toBe(1);
});
