// A rule and the date it counts from in; what it selects within one month or one year out, as sets of days.

import { civilFromDays } from '../time/civil.ts';
import { type Rule, type Skip, WEEKDAYS, weekdayOf } from './rule.ts';

/** `nth` 0 means every one of the period. Weekdays count from Monday 0. */
export type WeekdayChoice = { weekday: number; nth: number };

/** A rule with everything filled in that its start says for it; null where nothing is asked. */
export type Selection = {
  /** Bit m - 1 for month m. */
  months: number;
  monthDays: readonly number[] | null;
  weekdays: readonly WeekdayChoice[] | null;
  /** Whether the n-th weekday is that of the year instead of the month. */
  ofYear: boolean;
  skip: Skip;
};

const EVERY_MONTH = 0b1111_1111_1111;

/** What none of the lists says comes from the start. */
export function selectionOf(rule: Rule, startDay: number): Selection {
  const { frequency, byDay, byMonthDay, byMonth, skip } = rule;
  const start = civilFromDays(startDay);
  const ofYear = frequency === 'yearly' && byDay !== undefined && byMonth === undefined;
  const selection: Selection = {
    months: byMonth ? byMonth.reduce((mask, month) => mask | (1 << (month - 1)), 0) : EVERY_MONTH,
    monthDays: byMonthDay ?? null,
    weekdays: byDay?.map(choiceOf) ?? null,
    ofYear,
    skip,
  };
  if (frequency === 'weekly' && !byDay) {
    selection.weekdays = [{ weekday: weekdayOf(startDay), nth: 0 }];
  }
  if ((frequency === 'monthly' || frequency === 'yearly') && !byDay && !byMonthDay) {
    selection.monthDays = [start.day];
  }
  if (frequency === 'yearly' && !byDay && !byMonth) selection.months = 1 << (start.month - 1);
  return selection;
}

function choiceOf({ day, nthOfPeriod }: { day: string; nthOfPeriod?: number }): WeekdayChoice {
  return { weekday: WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]), nth: nthOfPeriod ?? 0 };
}

/**
 * The days of a month, as offsets from its first, ascending. The offset `length` is the first of the next month, where `forward`
 * moved a day. The month is given by its length and the weekday of its first day; whether its name is asked for is not decided here.
 */
export function daysOfMonth(selection: Selection, length: number, firstWeekday: number): number[] {
  const { monthDays, weekdays } = selection;
  const days = new Set<number>();
  if (monthDays === null) for (let day = 1; day <= length; day += 1) days.add(day);
  for (const monthDay of monthDays ?? []) {
    const day = dayWithin(monthDay, length, selection.skip);
    if (day !== null) days.add(day);
  }
  const chosen = [...days].filter(
    (day) => weekdays === null || isChosenOfMonth(weekdays, day, length, firstWeekday),
  );
  return chosen.sort((a, b) => a - b).map((day) => day - 1);
}

/** Where a day of the month falls; `length` + 1 is the first of the next month. */
function dayWithin(monthDay: number, length: number, skip: Skip): number | null {
  if (monthDay < 0) return monthDay + length >= 0 ? monthDay + length + 1 : null;
  if (monthDay <= length) return monthDay;
  if (skip === 'omit') return null;
  return skip === 'backward' ? length : length + 1;
}

function isChosenOfMonth(
  weekdays: readonly WeekdayChoice[],
  day: number,
  length: number,
  firstWeekday: number,
): boolean {
  const weekday = (firstWeekday + day - 1) % 7;
  // A day moved into the next month is asked as a day of that one; after a month too short comes one of 31 days.
  return day <= length
    ? isChosen(weekdays, weekday, day, length)
    : isChosen(weekdays, weekday, day - length, 31);
}

/** Whether the weekday at this place (from 1) of a period is one of those chosen. */
function isChosen(
  weekdays: readonly WeekdayChoice[],
  weekday: number,
  place: number,
  length: number,
): boolean {
  const fromStart = Math.ceil(place / 7);
  const fromEnd = -Math.ceil((length - place + 1) / 7);
  return weekdays.some(
    (choice) =>
      choice.weekday === weekday &&
      (choice.nth === 0 || choice.nth === fromStart || choice.nth === fromEnd),
  );
}

/** The days of a year on chosen weekdays, as offsets from 1 January, ascending. */
export function weekdaysOfYear(
  weekdays: readonly WeekdayChoice[],
  length: number,
  firstWeekday: number,
): number[] {
  const days: number[] = [];
  for (let day = 0; day < length; day += 1) {
    if (isChosen(weekdays, (firstWeekday + day) % 7, day + 1, length)) days.push(day);
  }
  return days;
}
