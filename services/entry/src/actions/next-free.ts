// The earliest time at which a wish would meet nothing: of a single entry looked for window by window, of a series start by start.
import type { Candidate } from '../domain/candidate.ts';
import type { Conflict } from '../domain/conflicts.ts';
import { isBusy, type KeptSeries, occurrencesOf } from '../domain/kept-series.ts';
import { searchNextFree } from '../domain/next-free.ts';
import { MOST_DECISIONS, nextStart } from '../domain/next-free-series.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { Interval } from '../domain/time/interval.ts';
import { undecidable } from './decide-overlap.ts';
import type { FindOverlap, Look } from './find-overlap.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

const BUSY_AT_ONCE = 1_000;

type Deps = { findOverlap: FindOverlap; seriesAtHand: SeriesAtHand };

/** `at` is the wish at some start, `candidateAt` what it is there; `met` what it meets at its own start. */
export type Wish = {
  schedule: Schedule;
  candidateAt: (schedule: Schedule) => Candidate;
  met: readonly Conflict[];
};

/** Throws 503 where the time is up before there is an answer. */
export type NextFree = (look: Look, wish: Wish) => Promise<Interval | null>;

export function nextFree({ findOverlap, seriesAtHand }: Deps): NextFree {
  /** The first start that meets nothing; each decision says how far to go on. */
  async function ofSeries(look: Look, { schedule, candidateAt, met }: Wish) {
    let trying = nextStart(schedule, met);
    for (let decisions = 1; trying && decisions < MOST_DECISIONS; decisions += 1) {
      const { conflicts, cut } = await findOverlap(look, candidateAt(trying));
      if (cut) throw undecidable();
      if (conflicts.length === 0) return intervalOf(trying);
      trying = nextStart(trying, conflicts);
    }
    return null;
  }

  /** The busy times of the windows that the search asks for, until it has its answer. */
  async function ofSingle(look: Look, { schedule, candidateAt }: Wish) {
    const { replaces } = candidateAt(schedule);
    const stored = await seriesAtHand(look.read, look.calendar);
    const series = stored.filter(({ entry }) => entry.id !== replaces);
    const search = searchNextFree(schedule);
    let step = search.begin();
    while (step.kind === 'window') {
      const window = { startMs: step.fromMs, endMs: step.toMs };
      const { busy, upToMs } = await busyIn(look, window, series, replaces ?? '');
      step = search.feed(busy, upToMs);
    }
    return step.free;
  }

  return async (look, wish) => {
    if (wish.met.length === 0) return intervalOf(wish.schedule);
    return wish.schedule.series ? ofSeries(look, wish) : ofSingle(look, wish);
  };
}

const intervalOf = ({ startMs, endMs }: Interval): Interval => ({ startMs, endMs });

/** What is busy in a window, in order of start, up to where the reading of single entries stopped. */
async function busyIn(
  { read, singles, calendar, pace }: Look,
  window: Interval,
  series: readonly KeptSeries[],
  exclude: string,
): Promise<{ busy: Interval[]; upToMs: number }> {
  const names = { calendarId: calendar.id, ownerId: calendar.ownerId };
  const busy: Interval[] = await singles.busy(read, { ...window, ...names }, BUSY_AT_ONCE, exclude);
  const last = busy.at(-1);
  const upToMs = last && busy.length === BUSY_AT_ONCE ? last.startMs : window.endMs;
  if (!(await pace())) throw undecidable();
  for (const kept of series) {
    for (const at of occurrencesOf(kept, { ...window, endMs: upToMs })) {
      if (isBusy(kept, at)) busy.push(at);
    }
    if (!(await pace())) throw undecidable();
  }
  busy.sort((a, b) => a.startMs - b.startMs);
  return { busy, upToMs };
}
