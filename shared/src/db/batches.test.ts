import { upTo } from '../testing/at-once.ts';
import { inBatches } from './batches.ts';

test('a batch is filled up with its last value, and a mark stands for each', async () => {
  const asked: [number, string][] = [];
  await inBatches(upTo(102), async (batch, marks) => {
    asked.push([new Set(batch).size, marks]);
    return [];
  });
  expect(asked).toEqual([
    [100, Array(100).fill('?').join(', ')],
    [2, Array(10).fill('?').join(', ')],
  ]);
});

test('a value may have as many rows as there are: a hundred series with all their overrides', async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, n) => n);
  expect(await inBatches(upTo(101), async () => rows)).toHaveLength(2_000_000);
});
