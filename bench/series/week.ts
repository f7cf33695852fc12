// 1,000 entries of half an hour, 50 of them series, and the week that is listed of them.
import { DAY, HOUR, MIDDLE, MINUTE } from './plan.ts';

/** `rule` says in iCalendar what `recurrence` says here. */
export type Event = {
  uid: string;
  startMs: number;
  recurs: { rule: string; recurrence: object } | null;
};

const SINGLES = 950;
const WEEKS = 24;

export const week = { startMs: MIDDLE + 10 * 7 * DAY, endMs: MIDDLE + 11 * 7 * DAY };

const singles = Array.from({ length: SINGLES }, (_, n): Event => {
  const minutes = Math.floor((n * WEEKS * 7 * 24 * 60) / SINGLES);
  return { uid: `single-${n}`, startMs: MIDDLE + minutes * MINUTE, recurs: null };
});

/** So many series whose starts lie `every` ms apart. */
const series = (name: string, count: number, every: number, recurs: Event['recurs']) =>
  Array.from({ length: count }, (_, n): Event => {
    return { uid: `${name}-${n}`, startMs: MIDDLE + n * every, recurs };
  });

const byDay = ['mo', 'we', 'fr'].map((day) => ({ day }));

export const events: readonly Event[] = [
  ...singles,
  ...series('daily', 20, HOUR, { rule: 'FREQ=DAILY', recurrence: { frequency: 'daily' } }),
  ...series('weekly', 20, HOUR, {
    ...{ rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR', recurrence: { frequency: 'weekly', byDay } },
  }),
  ...series('monthly', 10, 2 * DAY, {
    ...{ rule: 'FREQ=MONTHLY', recurrence: { frequency: 'monthly' } },
  }),
];
