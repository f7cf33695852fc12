// Two targets measured in turn, in many short rounds: what slows this machine for a while slows both, and leaves the ratio.
import { type Clients, type Load, loadOn, median, type Target } from './load.ts';

const ROUNDS = 21;
const ROUND_MS = 400;
const WARM_UP_MS = 2_000;

const title = `ratios, medians of ${ROUNDS} (rate: requests, p50: time)`;
export const heading = `${title.padEnd(60)} clients    rate     p50`;

/** A line of the table. A ratio of rates above 1, or of times below 1, is in favour of `one`. */
export async function compare(one: Target, other: Target, using: Clients): Promise<string> {
  const [a, b] = [loadOn(one, using), loadOn(other, using)];
  for (const load of [a, b]) await load.round(WARM_UP_MS);
  const rounds = [];
  for (let n = 0; n < ROUNDS; n += 1) rounds.push(await inTurn(a, b, n % 2 === 0));
  await Promise.all([a.close(), b.close()]);
  const rate = median(rounds.map(([one, other]) => one.perSecond / other.perSecond));
  const time = median(rounds.map(([one, other]) => one.p50 / other.p50));
  const cells = [rate, time].map((ratio) => ratio.toFixed(2).padStart(7));
  return [`${one.name} / ${other.name}`.padEnd(60), `${using.clients}`.padStart(7), ...cells].join(
    ' ',
  );
}

async function inTurn(one: Load, other: Load, inOrder: boolean) {
  const early = await (inOrder ? one : other).round(ROUND_MS);
  const late = await (inOrder ? other : one).round(ROUND_MS);
  return inOrder ? ([early, late] as const) : ([late, early] as const);
}
