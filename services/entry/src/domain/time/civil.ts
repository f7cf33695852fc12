// Dates and wall clocks as integers. A "local day" counts days since 1970-01-01; "local ms" is a wall clock read as if it were UTC.
// Proleptic Gregorian calendar, any year; no Date or Temporal, so that lists and series can afford it per item.

export const SECOND = 1_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
/** The Gregorian calendar repeats after this many days: 400 years, whole weeks. */
export const DAYS_OF_400_YEARS = 146_097;

export type CivilDate = { year: number; month: number; day: number };

// Years begin on 1 March inside, so that the leap day comes last; day 0 of that count is 0000-03-01.
const MARCH_OF_YEAR_0 = 719_468;

/** The local day of a date; `month` 1 to 12. A day past its month counts on into the next. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_OF_400_YEARS + yearOfEra * 365 + leapDays + dayOfYear - MARCH_OF_YEAR_0;
}

/** The date of a local day. */
export function civilFromDays(localDay: number): CivilDate {
  const days = localDay + MARCH_OF_YEAR_0;
  const era = Math.floor(days / DAYS_OF_400_YEARS);
  const dayOfEra = days - era * DAYS_OF_400_YEARS;
  // The leap rule backwards: after 4 years (1,461 days), 100 years (36,524) and 400 years.
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** How many days a month has; `month` 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
