// Series in races, through the gateway and two instances: one order or the other, and never an overlap or half of a split.
import { upTo } from '@calendar/shared/testing/at-once';
import { api, type Reply } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';
import { tally } from './making.ts';
import { at, letIn, seriesIn } from './series-at-hand.ts';

type Json = Reply['body'];

const system = mainSystem();
const request = api(system.baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const DAY = 86_400_000;
const daily = (interval: number) => ({ frequency: 'daily', interval });
const meeting = (start: string, recurrence: object | null = null) => ({
  ...{ title: start, start, duration: 'PT1H', recurrence },
});

test('two endless series that first meet in 2050: one gets in, in each of 50 rounds', async () => {
  expect(system.services.entry).toHaveLength(2);
  const pair = [
    meeting('2027-01-01T09:00:00Z', daily(89)),
    meeting('2027-01-09T09:00:00Z', daily(97)),
  ];
  for (const round of upTo(50)) {
    const { ask } = await newCalendar(me, 'UTC');
    const bodies = round % 2 === 0 ? pair : pair.toReversed();
    const replies = await Promise.all(bodies.map((body) => ask('POST', '', body)));
    expect({ round, ...tally(replies) }).toEqual({ round, 201: 1, 409: 1 });
    const { id } = replies.find(({ status }) => status === 201)?.body ?? {};
    const { conflicts } = replies.find(({ status }) => status === 409)?.body ?? {};
    const [{ candidate, existing }] = conflicts;
    const met = '2050-05-24T09:00:00Z';
    expect([existing.entryId, existing.occurrence, candidate.occurrence]).toEqual([id, met, met]);
  }
}, 120_000);

const window = (from: string, to: string) => `?start=${from}T00:00:00Z&end=${to}T00:00:00Z`;

/** Fails where two of what is listed overlap. */
async function expectApart({ ask }: CalendarAtHand): Promise<void> {
  const { items } = await letIn(ask('GET', `${window('2027-01-01', '2028-01-01')}&limit=1000`));
  const touching = items.slice(1).filter((item: Json, i: number) => {
    return Date.parse(item.start) < Date.parse(items[i].end);
  });
  expect(touching).toEqual([]);
}

test('a split races creations where its part goes to and where it comes from', async () => {
  const seen: Record<string, number> = {};
  for (const round of upTo(40)) {
    const calendar = await newCalendar(me, 'UTC');
    const { patch } = await seriesIn(calendar, meeting('2027-03-01T09:00:00Z', daily(7)));
    const split = () =>
      patch(`scope=thisAndFuture&${at('2027-03-15T09:00:00Z')}`, {
        start: '2027-03-15T11:00:00Z',
      });
    const there = () => calendar.ask('POST', '', meeting('2027-05-10T11:30:00Z'));
    const here = () => calendar.ask('POST', '', meeting('2027-05-10T09:00:00Z', daily(7)));
    const races = round % 2 === 0 ? [split, there, here] : [here, there, split];
    const replies = await Promise.all(races.map((each) => each()));
    const inOrder = round % 2 === 0 ? replies : replies.toReversed();
    const outcome = inOrder.map(({ status }) => status).join(' ');
    seen[outcome] = (seen[outcome] ?? 0) + 1;
    await expectApart(calendar);
  }
  const possible = ['200 409 201', '200 409 409', '409 201 409'];
  expect(Object.keys(seen).filter((outcome) => !possible.includes(outcome))).toEqual([]);
}, 120_000);

const SPLITS = 250;
const DAYS = SPLITS + 5;
const FIRST = Date.UTC(2027, 2, 1);

/** A series from the first day on, at an hour, and whoever splits it day by day, each part after the other. */
async function splitter(calendar: CalendarAtHand, hour: number, rule: object) {
  const startOf = (day: number) => new Date(FIRST + day * DAY + hour * 3_600_000).toISOString();
  const body = { ...meeting(startOf(0), rule), title: `${hour}` };
  const { series } = await seriesIn(calendar, body);
  const work = async () => {
    let { id } = series;
    for (const day of upTo(SPLITS)) {
      const query = `scope=thisAndFuture&${at(startOf(day + 1))}`;
      const part = await letIn(calendar.ask('PATCH', `/${id}?${query}`, { location: `${day}` }));
      expect(part.previousEntryId).toBe(id);
      id = part.id;
    }
  };
  return { work, starts: upTo(DAYS).map((day) => Date.parse(startOf(day))) };
}

const days = `?start=${new Date(FIRST).toISOString()}&end=${new Date(FIRST + DAYS * DAY).toISOString()}`;

/**
 * What is split off between two pages belongs to another entry from then on, whose id comes later: the occurrence at which a page
 * ended may be met once more, under that name, first on the next page.
 */
const goneOver = (last: Json, [first, ...rest]: Json[]) =>
  last && first && last.start === first.start && last.id < first.id ? rest : [first, ...rest];

async function read({ ask }: CalendarAtHand, limit: number): Promise<Json[]> {
  const items: Json[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const body = await letIn(ask('GET', `${days}&limit=${limit}${cursor}`));
    items.push(...goneOver(items.at(-1), body.items));
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  }
  return items;
}

/** In one answer each entry has as many occurrences as its count says. */
function expectWhole(items: Json[]): void {
  const byEntry = Map.groupBy(items, ({ id }: Json) => id);
  const torn = [...byEntry.values()].filter(
    ([first, ...rest]) => (first.recurrence.count ?? rest.length + 1) !== rest.length + 1,
  );
  expect(torn).toEqual([]);
}

test('lists are read while 500 splits go on: nothing is torn, twice or missing', async () => {
  const calendar = await newCalendar(me, 'UTC');
  const counted = await splitter(calendar, 9, { frequency: 'daily', count: DAYS });
  const endless = await splitter(calendar, 11, { frequency: 'daily' });
  const wanted = [...counted.starts, ...endless.starts].sort((a, b) => a - b);
  let writing = true;
  let lists = 0;
  const reader = async (limit: number) => {
    do {
      const items = await read(calendar, limit);
      expect(items.map(({ start }) => Date.parse(start))).toEqual(wanted);
      if (items.length <= limit) expectWhole(items);
      lists += 1;
    } while (writing);
  };
  const writers = Promise.all([counted.work(), endless.work()]).finally(() => {
    writing = false;
  });
  await Promise.all([writers, ...[1000, 1000, 150, 70].map(reader)]);
  expect(lists).toBeGreaterThan(8);
  const parts = await letIn(calendar.ask('GET', `${days}&expand=false&limit=1000`));
  expect(parts.items).toHaveLength(2 * SPLITS + 2);
}, 300_000);
