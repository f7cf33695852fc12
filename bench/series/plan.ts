// What lies in the large calendar, by the minute of the hour: single entries from :00 and, in four hours of the day, from :45; series
// between :15 and :45, each kind in five minutes of its own; nothing in the last quarter of the other hours, where the candidates go.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Mondays: the first of ten years, and the one in their middle with which the series begin. */
export const FIRST = Date.UTC(2020, 0, 6);
export const MIDDLE = Date.UTC(2025, 0, 6);

export type Sent = { start: string; duration: string; timeZone: string; recurrence: object };

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const TAKEN = [0, 6, 12, 18];
// Of Berlin: an hour or two earlier is none of the taken ones.
const FREE = [3, 4, 5, 9, 10, 11, 15, 16, 17, 21, 22, 23];
const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

export const iso = (ms: number) => new Date(ms).toISOString();
const wall = (ms: number) => iso(ms).slice(0, 19);

/** The starts of 100,000 single entries of a quarter of an hour. */
export function singleStarts(): number[] {
  const ofDay = [
    ...HOURS.map((hour) => hour * HOUR),
    ...TAKEN.map((hour) => hour * HOUR + 45 * MINUTE),
  ];
  const days = Array.from({ length: 3_572 }, (_, day) => FIRST + day * DAY);
  return days.flatMap((day) => ofDay.map((time) => day + time)).slice(0, 100_000);
}

/** At each hour of the day, and `first` days after the Monday with which the series begin. */
const hourly = (minute: number, timeZone: string, first: number, recurrence: object): Sent[] =>
  HOURS.map((hour) => ({
    start: wall(MIDDLE + first * DAY + hour * HOUR + minute * MINUTE),
    ...{ duration: 'PT5M', timeZone, recurrence },
  }));

const daily = (minute: number, timeZone: string, interval: number) =>
  Array.from({ length: interval }, (_, first) =>
    hourly(minute, timeZone, first, { frequency: 'daily', interval }),
  ).flat();

const weekly = (minute: number, timeZone: string) =>
  [0, 7].flatMap((phase) =>
    [
      { first: 0, days: ['mo', 'we', 'fr'] },
      { first: 1, days: ['tu', 'th'] },
      { first: 5, days: ['sa', 'su'] },
    ].flatMap(({ first, days }) => {
      const byDay = days.map((day) => ({ day }));
      return hourly(minute, timeZone, first + phase, { frequency: 'weekly', interval: 2, byDay });
    }),
  );

const monthly = (minute: number, timeZone: string) =>
  Array.from({ length: 20 }, (_, day) =>
    hourly(minute, timeZone, day, { frequency: 'monthly' }),
  ).flat();

/** 1,000 endless series that meet, if at all, in the hours of a clock change. */
export const thousandSeries = (): Sent[] =>
  [
    ...daily(15, 'Europe/Berlin', 1),
    ...daily(20, 'America/New_York', 3),
    ...weekly(25, 'America/Los_Angeles'),
    ...weekly(30, 'Asia/Tokyo'),
    ...weekly(35, 'Europe/London'),
    ...monthly(40, 'Europe/Berlin'),
  ].slice(0, 1_000);

/** The n-th of many ten seconds, no two alike, that meet nothing for ever after, on their own weekday or on any. */
function freeTime(n: number): { weekday: number; timeOfDay: number } {
  const hour = FREE[n % 12] as number;
  const seconds = (Math.floor(n / 12) % 90) * 10;
  const timeOfDay = hour * HOUR + 45 * MINUTE + seconds * 1_000;
  return { weekday: Math.floor(n / (12 * 90)) % 7, timeOfDay };
}

export function freeSingle(n: number): object {
  const { weekday, timeOfDay } = freeTime(n);
  const week = Math.floor(n / (12 * 90 * 7)) % 100;
  const start = wall(MIDDLE + (week * 7 + weekday) * DAY + timeOfDay);
  return { title: 'New', start, duration: 'PT10S', timeZone: 'Europe/Berlin' };
}

export function freeWeekly(n: number): object {
  const { weekday, timeOfDay } = freeTime(n);
  const start = wall(MIDDLE + weekday * DAY + timeOfDay);
  const recurrence = { frequency: 'weekly', byDay: [{ day: WEEKDAYS[weekday] }] };
  return { title: 'New', start, duration: 'PT10S', timeZone: 'Europe/Berlin', recurrence };
}

export function freeDaily(n: number): object {
  const start = wall(MIDDLE + freeTime(n).timeOfDay);
  const recurrence = { frequency: 'daily' };
  return { title: 'New', start, duration: 'PT10S', timeZone: 'Europe/Berlin', recurrence };
}
