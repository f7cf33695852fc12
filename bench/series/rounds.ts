// Two targets measured in turn, in short rounds; what a round has made can be taken away before the next.
import { type Clients, type Figures, loadOn, median, type Target } from '../src/load.ts';

const ROUNDS = 21;
const ROUND_MS = 250;
const WARM_UP_MS = 1_500;

/** `after` runs between two rounds. */
export type Measured = { target: Target; after?: () => Promise<void> };

const title = `ratios, medians of ${ROUNDS} (rate: requests, p50: time)`;
export const heading = `${title.padEnd(56)} clients    rate     p50    p50 of each, ms`;

/** A line of the table. A ratio of rates above 1, or of times below 1, is in favour of `one`. */
export async function inRounds(one: Measured, other: Measured, using: Clients): Promise<string> {
  const [a, b] = [stage(one, using), stage(other, using)];
  for (const { round } of [a, b]) await round(WARM_UP_MS);
  const rounds: { a: Figures; b: Figures }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    rounds.push({ a: await a.round(ROUND_MS), b: await b.round(ROUND_MS) });
  }
  await Promise.all([a.close(), b.close()]);
  const rate = median(rounds.map(({ a, b }) => a.perSecond / b.perSecond));
  const time = median(rounds.map(({ a, b }) => a.p50 / b.p50));
  const each = [rounds.map(({ a }) => a.p50), rounds.map(({ b }) => b.p50)].map(median);
  const cells = [
    `${one.target.name} / ${other.target.name}`.padEnd(56),
    `${using.clients}`.padStart(7),
    ...[rate, time].map((ratio) => ratio.toFixed(2).padStart(7)),
    ...each.map((ms) => ms.toFixed(1).padStart(8)),
  ];
  return cells.join(' ');
}

function stage({ target, after }: Measured, using: Clients) {
  const { round, close } = loadOn(target, using);
  const measure = async (ms: number) => {
    const figures = await round(ms);
    await after?.();
    return figures;
  };
  return { round: measure, close };
}
