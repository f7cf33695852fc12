// Many values in statements of a few fixed sizes, so that each text is prepared once.

const SIZES = [1, 10, 100];
const LARGEST = 100;

/** Runs `ask` with at most 100 values at a time and as many question marks; a batch is filled up with its last value. */
export async function inBatches<Value, Row>(
  values: readonly Value[],
  ask: (batch: Value[], marks: string) => Promise<Row[]>,
  mark = '?',
): Promise<Row[]> {
  const found: Row[][] = [];
  for (let at = 0; at < values.length; at += LARGEST) {
    const batch = values.slice(at, at + LARGEST);
    const size = SIZES.find((fits) => fits >= batch.length) ?? LARGEST;
    const filled = Array.from({ length: size }, (_, i) => batch[Math.min(i, batch.length - 1)]);
    found.push(await ask(filled as Value[], Array(size).fill(mark).join(', ')));
  }
  return found.flat();
}
