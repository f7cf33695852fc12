// Many values in statements of a few fixed sizes, so that each text is prepared once; a batch is filled up with its last value.

const SIZES = [1, 10, 100];
const LARGEST = 100;

/** `values`, one at least, filled up to the smallest of `sizes` that they fit in. */
export function filled<Value>(values: readonly Value[], sizes: readonly number[]): Value[] {
  const length = sizes.find((size) => size >= values.length) ?? values.length;
  return Array.from({ length }, (_, i) => values[Math.min(i, values.length - 1)] as Value);
}

/** So many marks of a statement, as `?, ?, ?`. */
export const marksFor = (values: readonly unknown[], mark = '?', between = ', '): string =>
  values.map(() => mark).join(between);

/** `values` in batches of at most 100, each filled up. */
export function batchesOf<Value>(values: readonly Value[]): Value[][] {
  const count = Math.ceil(values.length / LARGEST);
  return Array.from({ length: count }, (_, n) =>
    filled(values.slice(n * LARGEST, (n + 1) * LARGEST), SIZES),
  );
}

/** Runs `ask` with one batch after the other and as many marks. */
export async function inBatches<Value, Row>(
  values: readonly Value[],
  ask: (batch: Value[], marks: string) => Promise<Row[]>,
  mark?: string,
): Promise<Row[]> {
  const found: Row[][] = [];
  for (const batch of batchesOf(values)) found.push(await ask(batch, marksFor(batch, mark)));
  return found.flat();
}
