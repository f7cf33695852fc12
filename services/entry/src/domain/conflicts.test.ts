import { type Conflict, MAX_CONFLICTS, overlapOf } from './conflicts.ts';

const line = (entryId: string, atMs: number, startMs = atMs): Conflict => ({
  atMs,
  candidate: { startMs: 10, endMs: 20, occurrence: null },
  existing: { entryId, startMs, endMs: 40, occurrence: null, title: entryId, timeZone: 'UTC' },
});

test('the earliest collision comes first, then the earlier start, then the id', () => {
  const found = [line('f', 19), line('e', 12), line('d', 10), line('c', 10, 5), line('b', 10, 5)];
  const { conflicts, conflictsTruncated } = overlapOf(found, 'UTC');
  expect(conflicts.map(({ existing }) => existing.entryId)).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(conflictsTruncated).toBe(false);
});

test('more than twenty are cut, and said to be', () => {
  const found = Array.from({ length: MAX_CONFLICTS + 1 }, (_, i) => line(`e${i}`, i));
  const all = overlapOf(found, 'UTC');
  expect(all.conflicts).toEqual(found.slice(0, MAX_CONFLICTS));
  expect(all.conflictsTruncated).toBe(true);
  expect(overlapOf(found.slice(1), 'UTC').conflictsTruncated).toBe(false);
});

test('what was not looked at to the end is said to be cut', () => {
  expect(overlapOf([], 'UTC', true)).toEqual({
    ...{ conflicts: [], conflictsTruncated: true, timeZone: 'UTC' },
  });
});
