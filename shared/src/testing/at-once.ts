// Work for many, a few at a time: what a bounded number of clients does.

/** Runs `work` for every item, `width` of them at a time; the results are in the order of the items. */
export async function atOnce<T, R>(
  width: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const client = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, client));
  return results;
}

/** 0, 1, … below `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
