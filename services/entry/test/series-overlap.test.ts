// Overlap of series through the API: with each other, with themselves and with single entries, however far away.
import { api, type Reply } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { expectOverlap, newCalendar } from './calendar-at-hand.ts';
import {
  at,
  daily,
  entry,
  hour,
  letIn,
  line,
  type Span,
  seriesIn,
  side,
  weekly,
} from './series-at-hand.ts';

type Json = Reply['body'];

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

type Vector = { one: object; other: object; ones: Span; others: Span };

const vectors: [string, Vector][] = [
  [
    'Mondays at 9 in New York and at half past 14 in UTC: when the clocks change',
    {
      one: entry('2027-04-05T09:00:00', weekly, { timeZone: 'America/New_York' }),
      other: entry('2027-04-05T14:30:00', weekly),
      ones: ['2027-11-08T09:00:00-05:00', '2027-11-08T10:00:00-05:00'],
      others: ['2027-11-08T14:30:00Z', '2027-11-08T15:30:00Z'],
    },
  ],
  [
    'every 89 and every 97 days: after 23 years',
    {
      one: entry('2027-01-01T09:00:00', { ...daily, interval: 89 }),
      other: entry('2027-01-09T09:00:00', { ...daily, interval: 97 }),
      ones: hour('2050-05-24'),
      others: hour('2050-05-24'),
    },
  ],
  [
    'every third day and the 31st of a month',
    {
      one: entry('2027-01-02T09:00:00', { ...daily, interval: 3 }),
      other: entry('2027-01-31T09:00:00', { frequency: 'monthly', byMonthDay: [31] }),
      ones: hour('2027-07-31'),
      others: hour('2027-07-31'),
    },
  ],
  [
    'Mondays and the 29th of February: after 16 years',
    {
      one: entry('2028-02-28T09:00:00', weekly),
      other: entry('2028-02-29T09:00:00', {
        ...{ frequency: 'yearly', byMonth: [2], byMonthDay: [29] },
      }),
      ones: hour('2044-02-29'),
      others: hour('2044-02-29'),
    },
  ],
];

const turned = ({ one, other, ones, others }: Vector): Vector => ({
  ...{ one: other, other: one, ones: others, others: ones },
});

test.each(vectors)('%s', async (_, vector) => {
  for (const { one, other, ones, others } of [vector, turned(vector)]) {
    const { path, ask, all } = await newCalendar(me, 'UTC');
    const existing = await letIn(ask('POST', '', one));
    const met = [line(side(others), side(ones), existing)];
    expectOverlap(await ask('POST', '', other), path, met);
    const checked = await letIn(ask('POST', '/check', other));
    expect([checked.conflicts, checked.conflictFree]).toEqual([met, false]);
    expect((await all('&expand=false')).body.items).toHaveLength(1);
    const forced = await letIn(ask('POST', '?force=true', other));
    expect([forced.conflicts, forced.conflictsTruncated, forced.forced]).toEqual([
      met,
      false,
      true,
    ]);
  }
});

test('every second Tuesday, twice, a week apart: never', async () => {
  for (const days of [
    ['2027-04-06', '2027-04-13'],
    ['2027-04-13', '2027-04-06'],
  ]) {
    const { ask } = await newCalendar(me, 'UTC');
    for (const day of days) {
      const reply = await ask('POST', '', entry(`${day}T09:00:00`, { ...weekly, interval: 2 }));
      expect([reply.status, reply.body.forced]).toEqual([201, false]);
    }
  }
});

/** Whichever of the two is called the candidate. */
function expectItself(conflicts: Json[], spans: [Span, Span], ids: unknown[]): void {
  expect(conflicts).toHaveLength(1);
  const { candidate, existing } = conflicts[0];
  const { entryId, title: _, ...other } = existing;
  expect(ids).toContain(entryId);
  const starts = [candidate, other].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  expect(starts).toEqual(spans.map((span) => side(span)));
}

const tooLong: [string, object, [Span, Span]][] = [
  [
    'from its second day on',
    entry('2027-03-01T09:00:00', daily, { duration: 'PT25H' }),
    [
      ['2027-03-01T09:00:00Z', '2027-03-02T10:00:00Z'],
      ['2027-03-02T09:00:00Z', '2027-03-03T10:00:00Z'],
    ],
  ],
  [
    'on the day that has 23 hours',
    entry('2027-03-01T09:00:00', daily, { duration: 'PT24H', timeZone: 'Europe/Berlin' }),
    [
      ['2027-03-27T09:00:00+01:00', '2027-03-28T10:00:00+02:00'],
      ['2027-03-28T09:00:00+02:00', '2027-03-29T09:00:00+02:00'],
    ],
  ],
];

test.each(tooLong)('a series meets itself, %s', async (_, body, spans) => {
  const { ask } = await newCalendar(me, 'UTC');
  const refused = await ask('POST', '', body);
  expect(refused.status).toBe(409);
  expectItself(refused.body.conflicts, spans, [null]);
  expectItself((await letIn(ask('POST', '/check', body))).conflicts, spans, [null]);
  const { conflicts, id, forced } = await letIn(ask('POST', '?force=true', body));
  expectItself(conflicts, spans, [null, id]);
  expect(forced).toBe(true);
  const text = await letIn(ask('PATCH', `/${id}`, { title: 'New' }));
  expect(text.forced).toBe(true);
  const again = await ask('PATCH', `/${id}`, { freeBusy: 'free' });
  expect(again.status).toBe(200);
  const back = await ask('PATCH', `/${id}`, { freeBusy: 'busy' });
  expect(back.status).toBe(409);
  expectItself(back.body.conflicts, spans, [id]);
});

test('days that tile through every clock change never meet', async () => {
  const { ask } = await newCalendar(me);
  const timeZone = 'Europe/Berlin';
  const tiles = entry('2027-03-01T09:00:00', daily, { duration: 'P1D', timeZone });
  expect((await ask('POST', '', tiles)).status).toBe(201);
});

test('an occurrence that is moved onto its own neighbour', async () => {
  const calendar = await newCalendar(me, 'UTC');
  const { series, path, patch } = await seriesIn(calendar, entry('2027-03-01T09:00:00', daily));
  const moved = { start: '2027-03-02T09:30:00Z', title: 'Moved' };
  const one = at('2027-03-01T09:00:00Z');
  const candidate = { start: moved.start, end: '2027-03-02T10:30:00Z', occurrence: series.start };
  const met = [line(candidate, side(hour('2027-03-02')), series)];
  expectOverlap(await patch(one, moved), calendar.path + path, met);
  const forced = await letIn(patch(`${one}&force=true`, moved));
  expect([forced.conflicts, forced.forced]).toEqual([met, true]);
  const { items } = (await calendar.ask('GET', `?start=${series.start}&end=2027-03-04T00:00:00Z`))
    .body;
  expect(items.map((each: Json) => [each.title, each.forced])).toEqual([
    [series.title, false],
    ['Moved', true],
    [series.title, false],
  ]);
});

const FAR = '2077-03-01';

test('a series over a single entry of fifty years later, and the other way round', async () => {
  expect(Temporal.PlainDate.from(FAR).dayOfWeek).toBe(1);
  const single = entry(`${FAR}T09:30:00`, null);
  const recurring = entry('2027-03-01T09:00:00', weekly);
  const [theirs, its]: Span[] = [[`${FAR}T09:30:00Z`, `${FAR}T10:30:00Z`], hour(FAR)];
  const one = await newCalendar(me, 'UTC');
  const made = await letIn(one.ask('POST', '', single));
  const seen = line(side(its as Span), side(theirs as Span, false), made);
  expectOverlap(await one.ask('POST', '', recurring), one.path, [seen]);
  const other = await newCalendar(me, 'UTC');
  const series = await letIn(other.ask('POST', '', recurring));
  const met = line(side(theirs as Span, false), side(its as Span), series);
  expectOverlap(await other.ask('POST', '', single), other.path, [met]);
  const touching = entry(`${FAR}T10:00:00`, null);
  expect((await other.ask('POST', '', touching)).status).toBe(201);
  expect((await other.ask('POST', '', entry('2027-02-22T09:00:00', null))).status).toBe(201);
});

test('one line for each that is met, its first; the earliest first', async () => {
  const { ask, path } = await newCalendar(me, 'UTC');
  const every = (day: string, interval: number) =>
    letIn(ask('POST', '', entry(`${day}T09:00:00`, { ...daily, interval })));
  const late = await every('2027-05-03', 1000);
  const early = await every('2027-03-05', 500);
  const single = await letIn(ask('POST', '', entry('2027-04-01T09:00:00', null)));
  const met = [
    line(side(hour('2027-03-05')), side(hour('2027-03-05')), early),
    line(side(hour('2027-04-01')), side(hour('2027-04-01'), false), single),
    line(side(hour('2027-05-03')), side(hour('2027-05-03')), late),
  ];
  expectOverlap(await ask('POST', '', entry('2027-03-01T09:00:00', daily)), path, met);
});
