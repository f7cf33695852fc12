// What the model knows of an entry, and when it happens: every occurrence up to the horizon, written down one after the other.
import { type OracleRule, occurrencesOf } from '../oracle/occurrences.ts';
import { dateOf, endOf, wallOf } from './times.ts';

/** Until when the model looks at things; the list of a window must end before. */
const HORIZON = Date.UTC(2031, 0, 1);

/** Of an override: the fields that it holds; the rest follows the series. */
export type Held = {
  title?: string;
  description?: string | null;
  location?: string | null;
  freeBusy?: string;
  startMs?: number;
  duration?: string;
};

/** What became of one occurrence. `forced` is what was last decided for it alone. */
export type Mark = { excluded: true } | { excluded: false; held: Held; forced?: boolean };

/** By original start. */
export type Marks = ReadonlyMap<number, Mark>;

/** Never changed once it is made: a write puts another in its place. */
export type Entry = {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly freeBusy: string;
  readonly startMs: number;
  readonly duration: string;
  readonly timeZone: string;
  readonly rule: OracleRule | null;
  /** The local date from which the rule counts. */
  readonly ruleDate: string;
  readonly forced: boolean;
  readonly marks: Marks;
  readonly previous: string | null;
  readonly next: string | null;
};

export type Moment = {
  entry: Entry;
  /** The original start; null of what does not recur. */
  occurrence: number | null;
  title: string;
  description: string | null;
  location: string | null;
  startMs: number;
  endMs: number;
  duration: string;
  freeBusy: string;
  forced: boolean;
  overridden: boolean;
};

const startsByRule = new Map<string, readonly number[]>();

/** The original starts before the horizon, excluded ones too. */
export function originalStarts(entry: Omit<Entry, 'marks'>): readonly number[] {
  const { startMs, timeZone, rule, ruleDate } = entry;
  const key = JSON.stringify([startMs, timeZone, rule, ruleDate]);
  const start = wallOf(startMs, timeZone);
  const ruleStart = `${ruleDate}${start.slice(10)}`;
  let starts = startsByRule.get(key);
  if (!starts) {
    const series = { start, ruleStart, timeZone, days: 0, ms: 0, rule };
    starts = [...occurrencesOf(series, HORIZON)].map((each) => each.startMs);
    if (startsByRule.size > 500) startsByRule.clear();
    startsByRule.set(key, starts);
  }
  return starts;
}

/** One occurrence as it is, whatever may have been excluded. */
export function momentOf(entry: Entry, original: number): Moment {
  const mark = entry.marks.get(original);
  const held = mark?.excluded === false ? mark.held : {};
  const fields = { ...entry, startMs: original, ...held };
  const { title, description, location, startMs, duration, freeBusy } = fields;
  return {
    ...{ entry, title, description, location, startMs, duration, freeBusy },
    occurrence: entry.rule ? original : null,
    endMs: endOf(startMs, duration, entry.timeZone),
    forced: (mark?.excluded === false ? mark.forced : undefined) ?? entry.forced,
    overridden: Object.keys(held).length > 0,
  };
}

const known = new WeakMap<Entry, readonly Moment[]>();

/** Every occurrence that is there. */
export function momentsOf(entry: Entry): readonly Moment[] {
  const moments = known.get(entry) ?? made(entry);
  known.set(entry, moments);
  return moments;
}

const made = (entry: Entry) =>
  originalStarts(entry)
    .filter((original) => !entry.marks.get(original)?.excluded)
    .map((original) => momentOf(entry, original));

export const dateOfStart = ({ startMs, timeZone }: Entry): string => dateOf(startMs, timeZone);

/** Whether a series has occurrences beyond the horizon. */
export function goesOn(entry: Entry): boolean {
  const { rule } = entry;
  if (!rule) return false;
  if (rule.count !== undefined) return originalStarts(entry).length < rule.count;
  return rule.untilMs === undefined || rule.untilMs >= HORIZON;
}
