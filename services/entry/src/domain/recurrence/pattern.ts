// A rule and the date it counts from in; the dates it gives as residues modulo a period of days out, for ever in both directions.

import { LRUCache } from 'lru-cache';
import { civilFromDays, DAYS_OF_400_YEARS, daysFromCivil, daysInMonth } from '../time/civil.ts';
import { type Frequency, type Rule, weekdayOf } from './rule.ts';
import { daysOfMonth, type Selection, selectionOf, weekdaysOfYear } from './selection.ts';

/**
 * The dates base + offset + k * period (local days) for every offset and every whole k. `offsets` are ascending, in [0, period).
 * A period longer than time may lack offsets that lie after its end.
 */
export type Pattern = { base: number; period: number; offsets: Int32Array };

/** How often each unit comes in 400 years, after which the calendar repeats. */
const UNITS_OF_400_YEARS = { daily: 146_097, weekly: 20_871, monthly: 4_800, yearly: 400 };

// All of time, and a little before and after for dates that a zone moves into it.
const FIRST_YEAR = 0;
const LAST_YEAR = 9_999;

const BYTES_KEPT = 32 * 1024 * 1024;
/** The same rule gives the same residues for every series, so the larger tables are shared. */
const kept = new LRUCache<string, Pattern>({
  maxSize: BYTES_KEPT,
  sizeCalculation: ({ offsets }) => offsets.byteLength + 200,
});

/** The dates that a rule gives when it counts from `startDay` (a local day). Costs up to 10 ms when it is not kept. */
export function patternOf(rule: Rule, startDay: number): Pattern {
  const selection = selectionOf(rule, startDay);
  const phase = floorMod(unitOf(rule.frequency, startDay), rule.interval);
  if (rule.frequency === 'daily' && asksNothing(selection)) {
    return { base: phase, period: rule.interval, offsets: Int32Array.of(0) };
  }
  const key = JSON.stringify([rule.frequency, rule.interval, phase, selection]);
  const known = kept.get(key);
  if (known) return known;
  const pattern = buildPattern(rule, phase, selection);
  kept.set(key, pattern);
  return pattern;
}

function asksNothing({ months, monthDays, weekdays }: Selection): boolean {
  return months === 0b1111_1111_1111 && monthDays === null && weekdays === null;
}

/** Which day, week (from Monday), month or year a local day is in, as a whole number that goes up by one with each. */
function unitOf(frequency: Frequency, localDay: number): number {
  if (frequency === 'daily') return localDay;
  if (frequency === 'weekly') return Math.floor((localDay + 3) / 7);
  const { year, month } = civilFromDays(localDay);
  return frequency === 'yearly' ? year : year * 12 + month - 1;
}

function firstDayOf(frequency: Frequency, unit: number): number {
  if (frequency === 'daily') return unit;
  if (frequency === 'weekly') return unit * 7 - 3;
  const month = frequency === 'yearly' ? unit * 12 : unit;
  const within = month % 4_800;
  return ((month - within) / 4_800) * DAYS_OF_400_YEARS + (FIRST_DAYS[within] as number);
}

/** The first day of each month of the years 0 to 399. */
const FIRST_DAYS = Int32Array.from({ length: 4_800 }, (_, month) =>
  daysFromCivil(Math.floor(month / 12), (month % 12) + 1, 1),
);

const DAY_0 = FIRST_DAYS[0] as number;

/** Of each of these months its length and the weekday it begins with, as one number. */
const KINDS = Uint8Array.from(FIRST_DAYS, (first, month) => {
  const length = daysInMonth(Math.floor(month / 12), (month % 12) + 1);
  return length * 7 + weekdayOf(first);
});

function buildPattern(rule: Rule, phase: number, selection: Selection): Pattern {
  const { frequency, interval } = rule;
  if (frequency === 'weekly' && selection.months === 0b1111_1111_1111) {
    const offsets = Int32Array.from(weekdaysOf(selection));
    return { base: firstDayOf('weekly', phase), period: 7 * interval, offsets };
  }
  const first = unitOf(frequency, daysFromCivil(FIRST_YEAR, 1, 1));
  const last = unitOf(frequency, daysFromCivil(LAST_YEAR, 12, 31));
  const from = first + floorMod(phase - first, interval);
  const repeats = UNITS_OF_400_YEARS[frequency];
  const rounds = interval / gcd(interval, repeats);
  const steps = Math.min((repeats * rounds) / interval, Math.floor((last - from) / interval) + 1);
  const base = firstDayOf(frequency, from);
  const period = DAYS_OF_400_YEARS * rounds;
  if (frequency === 'daily') {
    const offsets = askedOffsets(askedDays(selection), [0], { base, steps, length: interval });
    return { base, period, offsets };
  }
  if (frequency === 'weekly') {
    const asked = askedDays({ ...selection, weekdays: null });
    const walk = { base, steps, length: 7 * interval };
    return { base, period, offsets: askedOffsets(asked, weekdaysOf(selection), walk) };
  }
  const units = Array.from({ length: steps }, (_, step) => from + step * interval);
  return { base, period, offsets: unitOffsets(frequency, selection, units) };
}

/** The offsets of a monthly or yearly rule in these months or years, from the first day of the first. */
function unitOffsets(
  frequency: 'monthly' | 'yearly',
  selection: Selection,
  units: readonly number[],
): Int32Array {
  const daysOf = DAYS_OF_UNIT[frequency](selection);
  const offsets: number[] = [];
  const base = firstDayOf(frequency, units[0] as number);
  let latest = Number.NEGATIVE_INFINITY;
  for (const unit of units) {
    const start = firstDayOf(frequency, unit);
    for (const day of daysOf(unit, start)) {
      // The first of a month may also be where the month before moved a day to: a date reached twice counts once.
      if (start + day > latest) offsets.push(start + day - base);
      latest = start + day;
    }
  }
  return Int32Array.from(offsets);
}

function weekdaysOf({ weekdays }: Selection): number[] {
  return (weekdays ?? []).map(({ weekday }) => weekday).sort();
}

type Walk = { base: number; steps: number; length: number };

/**
 * The offsets of a daily or weekly rule: in every step of so many days from the base those that come `within` days and are asked.
 * There may be hundreds of thousands, so each costs a look into a table and no more.
 */
function askedOffsets(
  asked: Uint8Array,
  within: readonly number[],
  { base, steps, length }: Walk,
): Int32Array {
  const offsets = new Int32Array(steps * within.length);
  let found = 0;
  let first = floorMod(base - DAY_0, DAYS_OF_400_YEARS);
  for (let step = 0; step < steps; step += 1) {
    for (const later of within) {
      const day = first + later;
      if (asked[day < DAYS_OF_400_YEARS ? day : day - DAYS_OF_400_YEARS] === 1) {
        offsets[found] = step * length + later;
        found += 1;
      }
    }
    first += length;
    if (first >= DAYS_OF_400_YEARS) first -= DAYS_OF_400_YEARS;
  }
  return offsets.slice(0, found);
}

/** The offsets of a unit's dates from its first day, given its number and first day. */
type DaysOf = (unit: number, firstDay: number) => readonly number[];

const DAYS_OF_UNIT: Record<'monthly' | 'yearly', (selection: Selection) => DaysOf> = {
  monthly: ofMonth,
  yearly: ofYear,
};

/** For each day of the years 0 to 399 whether its month, day of the month and weekday are asked for; no day is moved. */
function askedDays(selection: Selection): Uint8Array {
  const asked = new Uint8Array(DAYS_OF_400_YEARS);
  const daysOf = ofMonth(selection);
  FIRST_DAYS.forEach((first, month) => {
    for (const day of daysOf(month, first)) asked[first + day - DAY_0] = 1;
  });
  return asked;
}

/** The selected days of a month (by its number from year 0, before which none is asked), remembered by its kind. */
function ofMonth(selection: Selection): DaysOf {
  const known: (readonly number[])[] = [];
  return (month) => {
    if ((selection.months & (1 << (month % 12))) === 0) return NO_DAYS;
    const kind = KINDS[month % 4_800] as number;
    known[kind] ??= daysOfMonth(selection, Math.floor(kind / 7), kind % 7);
    return known[kind];
  };
}

const NO_DAYS: readonly number[] = [];

/** The selected days of a year, remembered by its length and the weekday it begins with. */
function ofYear(selection: Selection): DaysOf {
  const known = new Map<number, readonly number[]>();
  const inMonth = ofMonth(selection);
  return (year, first) => {
    const length = firstDayOf('yearly', year + 1) - first;
    const key = length * 7 + weekdayOf(first);
    let days = known.get(key);
    if (!days) {
      days = selection.ofYear
        ? weekdaysOfYear(selection.weekdays ?? [], length, weekdayOf(first))
        : monthsOfYear(year, first, inMonth);
      known.set(key, days);
    }
    return days;
  };
}

function monthsOfYear(year: number, first: number, inMonth: DaysOf): number[] {
  return Array.from({ length: 12 }, (_, i) => year * 12 + i).flatMap((month) => {
    const start = firstDayOf('monthly', month);
    return inMonth(month, start).map((day) => start - first + day);
  });
}

/** How many dates of the pattern lie in [base, localDay); negative before the base. */
export function rankOf({ base, period, offsets }: Pattern, localDay: number): number {
  const round = Math.floor((localDay - base) / period);
  const within = localDay - base - round * period;
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) < within) low = middle + 1;
    else high = middle;
  }
  return round * offsets.length + low;
}

/** The date of this rank; the pattern must have one. */
export function dateAt({ base, period, offsets }: Pattern, rank: number): number {
  const round = Math.floor(rank / offsets.length);
  return base + round * period + (offsets[rank - round * offsets.length] as number);
}

/** The remainder that is never negative. */
export function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
