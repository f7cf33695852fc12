// Random operations on one calendar, sent to the API and to the model beside it: each answer is the same, and so is the
// list after each. RANDOM_OPERATIONS sets the number of sequences (`npm test` runs a few), RANDOM_SEED their seed.
// A failure is shortened, told line by line, and printed as plans: paste them into `pasted` to see it again.
import { api } from '@calendar/shared/testing/client';
import { somebody } from '@calendar/shared/testing/somebody';
import fc from 'fast-check';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { beside } from './model/beside.ts';
import { made, told } from './model/operations.ts';
import { type Planned, sequences } from './model/plans.ts';

const SEQUENCES = Number(process.env.RANDOM_OPERATIONS ?? 30);
const SEED = Number(process.env.RANDOM_SEED ?? 5);
const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;

/** Sequences that once failed. */
const pasted: [Planned[]][] = [];

const request = api(mainSystem().baseUrl);

/** Most of what happens, and all that the model knows. */
const near = [Date.UTC(2026, 0, 1), Date.UTC(2027, 9, 1)] as const;
const wide = [Date.UTC(2026, 0, 1), Date.UTC(2030, 0, 1)] as const;

async function play(plans: readonly Planned[], tell: (line: string) => void): Promise<void> {
  // A token lives no longer than ten minutes, a long run does.
  const calendar = await newCalendar(await somebody(request), ZONE);
  const { model, apply, compare } = beside(calendar, ZONE);
  for (const plan of plans) {
    const operation = made(plan, model);
    if (!operation) continue;
    tell(told(operation));
    const { status, known } = await apply(operation);
    if (known && status < 300) await compare(...near);
  }
  await compare(...wide);
}

async function playTold(plans: readonly Planned[]): Promise<void> {
  const lines: string[] = [];
  try {
    await play(plans, (line) => lines.push(line));
  } catch (error) {
    throw new Error(`after\n  ${lines.join('\n  ')}\n${(error as Error).message}`);
  }
}

test(
  'the API does what the model does',
  async () => {
    await fc.assert(fc.asyncProperty(sequences, playTold), {
      numRuns: SEQUENCES + pasted.length,
      seed: SEED,
      examples: pasted,
      interruptAfterTimeLimit: 10 * MINUTE + SEQUENCES * 2_000,
      markInterruptAsFailure: true,
    });
  },
  15 * MINUTE + SEQUENCES * 2_000,
);
