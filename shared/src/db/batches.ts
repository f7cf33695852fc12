// Many values in statements of a few fixed sizes, so that each text is prepared once; a batch is filled up with its last value.

const SIZES = [1, 10, 100];

/** `values`, one at least, filled up to the smallest of `sizes` that they fit in. */
export function filled<Value>(values: readonly Value[], sizes: readonly number[]): Value[] {
  const length = sizes.find((size) => size >= values.length) ?? values.length;
  return Array.from({ length }, (_, i) => values[Math.min(i, values.length - 1)] as Value);
}

/** So many marks of a statement, as `?, ?, ?`. */
export const marksFor = (values: readonly unknown[], mark = '?', between = ', '): string =>
  values.map(() => mark).join(between);

/** Runs `ask` with at most 100 values at a time and as many marks. */
export async function inBatches<Value, Row>(
  values: readonly Value[],
  ask: (batch: Value[], marks: string) => Promise<Row[]>,
  mark?: string,
  between?: string,
): Promise<Row[]> {
  const found: Row[][] = [];
  for (let at = 0; at < values.length; at += 100) {
    const batch = filled(values.slice(at, at + 100), SIZES);
    found.push(await ask(batch, marksFor(batch, mark, between)));
  }
  return found.flat();
}
