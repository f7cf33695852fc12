// A series of six days of which three were changed, and how it is listed.
import type { Somebody } from '@calendar/shared/testing/somebody';
import { newCalendar } from './calendar-at-hand.ts';
import { at, letIn, linesIn, seriesIn } from './series-at-hand.ts';

/** What is sent, how many overrides and exclusions that drops, and what is listed then. */
export type Change = [what: string, body: object, dropped: [number, number], lines: string[]];

/** Six days at 9 in UTC from Monday 3 May; the first is called One, the third is gone, the fourth Four and moved to 20. */
export async function sixDays(me: Somebody) {
  const calendar = await newCalendar(me, 'UTC');
  const recurrence = { frequency: 'daily', count: 6 };
  const start = '2027-05-03T09:00:00';
  const made = await seriesIn(calendar, { start, recurrence });
  await letIn(made.patch(at('2027-05-03T09:00:00Z'), { title: 'One' }));
  await letIn(made.remove(at('2027-05-05T09:00:00Z')));
  await letIn(
    made.patch(at('2027-05-06T09:00:00Z'), { title: 'Four', start: '2027-05-06T20:00:00' }),
  );
  return { ...made, calendar, lines: () => linesIn(calendar) };
}

export const days = [
  '05-03 09:00 One',
  '05-04 09:00 Series',
  '05-06 20:00 Four (05-06 09:00)',
  '05-07 09:00 Series',
  '05-08 09:00 Series',
];
