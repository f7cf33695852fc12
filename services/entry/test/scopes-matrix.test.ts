// Every scope, by every verb, at the first, a middle and the last occurrence, overridden or not, of a series that ends and
// of one that does not, with somebody in the way or not, with force or not: what is listed from 2026 to 2030 before and after.
import { atOnce } from '@calendar/shared/testing/at-once';
import { api, type Reply } from '@calendar/shared/testing/client';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';
import { listed } from './model/beside.ts';
import {
  berlin,
  type Case,
  FAR,
  isOver,
  type Row,
  rowsAfter,
  rowsBefore,
  WEEKS,
} from './weekly-rows.ts';

type Json = Reply['body'];

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const both = [false, true];
const hindrances = [
  { blocked: false, force: false },
  { blocked: false, force: true },
  { blocked: true, force: false },
  { blocked: true, force: true },
];

const casesOf = (scope: Case['scope'], what: Case['what']): Case[] =>
  both.flatMap((endless) =>
    [0, 3, endless ? FAR : WEEKS - 1].flatMap((week) =>
      both.flatMap((overridden) =>
        hindrances
          .filter(({ force }) => !(force && what === 'DELETE'))
          .map((hindrance) => ({ scope, what, week, overridden, endless, ...hindrance })),
      ),
    ),
  );

const FROM = Date.UTC(2026, 0, 1);

/** The end of the list is between two of the 200 weeks that are written down. */
const TO = Date.parse(berlin(199, 20));

const rowsIn = async (calendar: CalendarAtHand) =>
  (await listed(calendar, FROM, TO, 'true')).filter(({ title }) => title !== 'Other').map(told);

function told(item: Json): Json {
  const { occurrence, start, end, title, overridden, forced, id } = item;
  return { occurrence, start, end, title, overridden, forced, id };
}

const expected = (row: Row, ids: { series: string; part: string }) => ({
  occurrence: berlin(row.week, row.named),
  start: berlin(row.week, row.hour),
  end: berlin(row.week, row.hour + row.hours),
  ...{ title: row.title, overridden: row.overridden, forced: row.forced },
  id: row.split ? ids.part : ids.series,
});

const at = (week: number) => `occurrence=${encodeURIComponent(berlin(week, 9))}`;

const weekly = ({ endless }: Case) => ({
  title: 'Weekly',
  start: berlin(0, 9),
  duration: 'PT1H',
  recurrence: { frequency: 'weekly', ...(!endless && { count: WEEKS }) },
});

async function ok(reply: Promise<Reply>): Promise<Json> {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

async function prepared(one: Case) {
  const calendar = await newCalendar(me);
  const { ask } = calendar;
  const { id } = await ok(ask('POST', '', weekly(one)));
  await ok(ask('PATCH', `/${id}?${at(5)}`, { title: 'Kept' }));
  await ok(ask('DELETE', `/${id}?${at(6)}`));
  if (one.overridden) {
    const own = { title: 'Own', start: berlin(one.week, 11) };
    await ok(ask('PATCH', `/${id}?${at(one.week)}`, own));
  }
  const other = { title: 'Other', start: berlin(one.week, 10), duration: 'PT30M' };
  const blocker = one.blocked ? await ok(ask('POST', '', other)) : null;
  return { calendar, id, blocker };
}

function bodyOf({ scope, what, week, endless }: Case): object | undefined {
  const start = berlin(scope === 'all' ? 0 : week, 10);
  const { recurrence } = weekly({ endless } as Case);
  const rule = scope === 'this' ? {} : { recurrence };
  if (what === 'DELETE') return undefined;
  if (what === 'PATCH title') return { title: 'New' };
  return what === 'PATCH start' ? { start } : { title: 'New', start, duration: 'PT2H', ...rule };
}

function write({ ask }: CalendarAtHand, id: string, one: Case): Promise<Reply> {
  const { scope, what, week, force } = one;
  const verb = what.split(' ', 1)[0] as string;
  const occurrence = scope === 'all' ? '' : `&${at(week)}`;
  const how = force ? '&force=true' : '';
  return ask(verb, `/${id}?scope=${scope}${occurrence}${how}`, bodyOf(one));
}

const statusOf = (one: Case, met: boolean) => {
  if (met && !one.force) return 409;
  return one.what === 'DELETE' ? 204 : 200;
};

async function check(one: Case): Promise<void> {
  const { calendar, id, blocker } = await prepared(one);
  const ids = { series: id, part: id };
  const before = rowsBefore(one).map((row) => expected(row, ids));
  expect([one, await rowsIn(calendar)]).toEqual([one, before]);
  const tag = etagOf(await calendar.ask('GET', `/${id}`));
  const after = rowsAfter(one);
  const hit = after.find((row) => isOver(row, one));
  const reply = await write(calendar, id, one);
  expect([one, reply.status]).toEqual([one, statusOf(one, hit !== undefined)]);
  if (hit && one.blocked) expectMet(one, reply, hit, id, blocker);
  if (reply.status === 409) {
    expect([one, await rowsIn(calendar)]).toEqual([one, before]);
    expect([one, etagOf(await calendar.ask('GET', `/${id}`))]).toEqual([one, tag]);
    return;
  }
  if (one.force && !hit) expect([one, reply.body.conflicts]).toEqual([one, []]);
  const part = reply.body?.id ?? id;
  const rows = after.map((row) => expected(row, { series: id, part }));
  expect([one, await rowsIn(calendar)]).toEqual([one, rows]);
  await expectParts(one, calendar, id, part);
}

function expectMet(one: Case, { body }: Reply, hit: Row, series: string, blocker: Json): void {
  const { occurrence, start, end } = expected(hit, { series, part: series });
  const { id: entryId, title } = blocker;
  const existing = { entryId, title, start: blocker.start, end: blocker.end, occurrence: null };
  expect([one, body.conflicts, body.conflictsTruncated]).toEqual([
    one,
    [{ candidate: { occurrence, start, end }, existing }],
    false,
  ]);
}

/** Where each part ends, and how the two name each other. */
async function expectParts(one: Case, { ask }: CalendarAtHand, id: string, part: string) {
  const { scope, what, week, endless } = one;
  const reply = await ask('GET', `/${id}`);
  const isGone = what === 'DELETE' && (scope === 'all' || (scope !== 'this' && week === 0));
  expect([one, reply.status]).toEqual([one, isGone ? 404 : 200]);
  if (isGone) return;
  const isCut = scope === 'thisAndFuture' && week > 0;
  const rule = { frequency: 'weekly', interval: 1, skip: 'omit' };
  const whole = endless ? {} : { count: WEEKS };
  const until = `${Temporal.PlainDate.from(berlin(week, 9).slice(0, 10)).subtract({ days: 1 })}`;
  const eve = Temporal.PlainDateTime.from(`${until}T23:59:59`).toZonedDateTime('Europe/Berlin');
  const stays = endless ? { until: eve.toString({ timeZoneName: 'never' }) } : { count: week };
  const { recurrence, nextEntryId, previousEntryId } = reply.body;
  const next = isCut && what !== 'DELETE' ? part : null;
  expect([one, recurrence, nextEntryId, previousEntryId]).toEqual([
    one,
    { ...rule, ...(isCut ? stays : whole) },
    next,
    null,
  ]);
  if (next === null) return;
  const later = (await ask('GET', `/${part}`)).body;
  const rest = endless ? {} : { count: WEEKS - week };
  expect([one, later.recurrence, later.previousEntryId, later.nextEntryId]).toEqual([
    one,
    { ...rule, ...rest },
    id,
    null,
  ]);
}

const scopes = ['this', 'thisAndFuture', 'all'] as const;
const writes = ['PATCH title', 'PATCH start', 'PUT', 'DELETE'] as const;
const combinations = scopes.flatMap((scope) => writes.map((what) => [scope, what] as const));

test.each(combinations)(
  '%s by %s',
  async (scope, what) => {
    await atOnce(4, casesOf(scope, what), check);
  },
  120_000,
);
