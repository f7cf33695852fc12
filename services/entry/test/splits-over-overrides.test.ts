// Splits of series whose occurrences were changed before: what the named one keeps, and how the parts name each other.
import { api } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { at, daily, entry, letIn, linesIn, seriesIn } from './series-at-hand.ts';
import { type Change, days, sixDays } from './six-days.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const fourth = at('2027-05-06T09:00:00Z');

const splits: Change[] = [
  [
    'a text names the text: the moved start is kept',
    { title: 'New' },
    [0, 0],
    ['05-06 20:00 New (05-06 09:00)', '05-07 09:00 New', '05-08 09:00 New'],
  ],
  [
    'another start: the moved one goes, the title is kept',
    { start: '2027-05-06T10:00:00' },
    [0, 0],
    ['05-06 10:00 Four', '05-07 10:00 Series', '05-08 10:00 Series'],
  ],
  [
    'the start that the entry shows changes nothing',
    { start: '2027-05-03T09:00:00', title: 'New' },
    [0, 0],
    ['05-06 20:00 New (05-06 09:00)', '05-07 09:00 New', '05-08 09:00 New'],
  ],
  [
    'the moved start makes it the start of all',
    { start: '2027-05-06T20:00:00' },
    [0, 0],
    ['05-06 20:00 Four', '05-07 20:00 Series', '05-08 20:00 Series'],
  ],
  [
    'a count of its own counts for the new part',
    { recurrence: { count: 2 } },
    [0, 0],
    ['05-06 20:00 Four (05-06 09:00)', '05-07 09:00 Series'],
  ],
  [
    'the count that is shown is divided',
    { recurrence: { count: 6 } },
    [0, 0],
    ['05-06 20:00 Four (05-06 09:00)', '05-07 09:00 Series', '05-08 09:00 Series'],
  ],
  ['no rule: what is kept becomes the entry', { recurrence: null }, [0, 0], ['05-06 20:00 Four']],
];

test.each(splits)('a split, %s', async (_, body, [overrides, exclusions], wanted) => {
  const { patch, lines, read, series } = await sixDays(me);
  const reply = await patch(`scope=thisAndFuture&${fourth}`, body);
  const { dropped, ...part } = await letIn(Promise.resolve(reply));
  expect(await lines()).toEqual([...days.slice(0, 2), ...wanted]);
  expect(dropped).toEqual({ overrides, exclusions });
  expect(reply.headers.get('location')).toMatch(new RegExp(`/entries/${part.id}$`));
  expect([part.previousEntryId, part.nextEntryId]).toEqual([series.id, null]);
  const stays = (await read()).body;
  expect([stays.nextEntryId, stays.recurrence.count]).toEqual([part.id, 3]);
});

test('a split by PUT names every field', async () => {
  const { put, lines } = await sixDays(me);
  const body = { title: 'New', start: '2027-05-06T09:00:00', duration: 'PT1H' };
  const recurrence = { frequency: 'daily', count: 6 };
  await letIn(put(`scope=thisAndFuture&${fourth}`, { ...body, recurrence }));
  expect(await lines()).toEqual([
    ...days.slice(0, 2),
    ...['05-06 09:00 New', '05-07 09:00 New', '05-08 09:00 New'],
  ]);
});

test('at the first occurrence: no split, and its own override keeps what is not named', async () => {
  const { patch, lines, series } = await sixDays(me);
  const first = `scope=thisAndFuture&${at('2027-05-03T09:00:00Z')}`;
  const moved = await letIn(patch(first, { start: '2027-05-03T08:00:00' }));
  expect([moved.id, moved.nextEntryId, (await lines())[0]]).toEqual([
    series.id,
    null,
    '05-03 08:00 One',
  ]);
  const again = `scope=thisAndFuture&${at('2027-05-03T08:00:00Z')}`;
  await letIn(patch(again, { title: 'New' }));
  expect((await lines())[0]).toBe('05-03 08:00 New');
});

test('a second split goes in between, and a neighbour that is gone is null', async () => {
  const { patch, series, calendar, read } = await sixDays(me);
  const split = async (occurrence: string) =>
    (await letIn(patch(`scope=thisAndFuture&${at(occurrence)}`, { location: 'x' }))).id;
  const third = await split('2027-05-07T09:00:00Z');
  const second = await split('2027-05-06T09:00:00Z');
  const links = async (id: string) => {
    const { previousEntryId, nextEntryId } = (await calendar.ask('GET', `/${id}`)).body;
    return [previousEntryId, nextEntryId];
  };
  expect(await links(series.id)).toEqual([null, second]);
  expect(await links(second)).toEqual([series.id, third]);
  expect(await links(third)).toEqual([second, null]);
  const { updatedAt } = (await read()).body;
  await calendar.ask('DELETE', `/${second}`);
  expect([await links(series.id), await links(third)]).toEqual([
    [null, null],
    [null, null],
  ]);
  expect((await read()).body.updatedAt).toBe(updatedAt);
});

test('monthly on the 31st, backward, split at 28 February: it goes on exactly as it did', async () => {
  const calendar = await newCalendar(me, 'UTC');
  const recurrence = { frequency: 'monthly', skip: 'backward', until: '2027-06-30T23:00:00' };
  const { patch } = await seriesIn(calendar, { start: '2027-01-31T09:00:00', recurrence });
  const before = await linesIn(calendar);
  expect(before.map((line) => line.slice(0, 5))).toEqual([
    ...['01-31', '02-28', '03-31', '04-30', '05-31', '06-30'],
  ]);
  const split = `scope=thisAndFuture&${at('2027-02-28T09:00:00Z')}`;
  const part = await letIn(patch(split, { location: 'Room' }));
  expect(await linesIn(calendar)).toEqual(before);
  const whole = (await calendar.ask('GET', `/${part.id}`)).body;
  await letIn(calendar.ask('PUT', `/${part.id}`, whole));
  await letIn(calendar.ask('PATCH', `/${part.id}`, { start: '2027-02-28T10:00:00Z' }));
  expect((await linesIn(calendar)).slice(1)).toEqual(
    before.slice(1).map((line) => line.replace('09:00', '10:00')),
  );
});

test('texts go along with their occurrences, and one that was let go of is nowhere any more', async () => {
  const calendar = await newCalendar(me, 'UTC');
  const whole = await seriesIn(calendar, entry('2027-03-01T09:00:00', { ...daily, count: 5 }));
  for (const n of [2, 3, 4, 5]) {
    const texts = { description: `text ${n}`, location: `place ${n}` };
    await letIn(whole.patch(at(`2027-03-0${n}T09:00:00Z`), texts));
  }
  const textsIn = async () =>
    (await letIn(calendar.all())).items.map(
      ({ start, description, location }: Record<string, string>) =>
        `${start?.slice(8, 16)} ${description} ${location}`,
    );
  const third = `scope=thisAndFuture&${at('2027-03-03T09:00:00Z')}`;
  const part = await letIn(whole.patch(third, { start: '2027-03-03T10:00:00' }));
  expect(await textsIn()).toEqual([
    '01T09:00 null null',
    ...['02T09:00 text 2 place 2', '03T10:00 text 3 place 3'],
    ...['04T10:00 text 4 place 4', '05T10:00 text 5 place 5'],
  ]);
  const first = `${part.id}?scope=thisAndFuture&${at('2027-03-03T10:00:00Z')}`;
  const change = { start: '2027-03-03T11:00:00', description: 'new' };
  await letIn(calendar.ask('PATCH', `/${first}`, change));
  expect((await textsIn()).slice(2)).toEqual([
    ...['03T11:00 new place 3', '04T11:00 text 4 place 4', '05T11:00 text 5 place 5'],
  ]);
  await using tables = openTables(mainSystem().database, 'entry');
  const select = `SELECT entry_id, description FROM recurrence_override
    WHERE calendar_id = ? ORDER BY occurrence_ms`;
  expect(await tables.read(select, [calendar.id])).toEqual([
    { entry_id: whole.series.id, description: 'text 2' },
    ...[null, 'text 4', 'text 5'].map((description) => ({ entry_id: part.id, description })),
  ]);
});
