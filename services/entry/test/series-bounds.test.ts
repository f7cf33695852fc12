// What bounds series: how many a calendar holds, how much is written about one, how long a decision takes.
import { upTo } from '@calendar/shared/testing/at-once';
import { api, type Reply } from '@calendar/shared/testing/client';
import { expectProblem } from '@calendar/shared/testing/faults';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';
import { multiply } from './making.ts';
import { at, daily, entry, letIn, seriesIn, weekly } from './series-at-hand.ts';

let own: OwnSystem;
let calendar: CalendarAtHand;

/** Before each test there is a new calendar in a system with these settings. */
function inSystem(name: string, entrySettings: Record<string, string>): void {
  let me: Somebody;
  beforeAll(async () => {
    own = await startSystem({ name, instances: { entry: 1 }, settings: { entry: entrySettings } });
    me = await somebody(api(own.baseUrl));
  }, 120_000);
  afterAll(() => own?.stop());
  beforeEach(async () => {
    calendar = await newCalendar(me, 'UTC');
  });
}

const free = { freeBusy: 'free' };

describe('in a system that bounds series', () => {
  inSystem('bound', { MAX_SERIES_PER_CALENDAR: '2', MAX_OVERRIDES_PER_SERIES: '2' });

  test('one series more than a calendar holds is refused, whichever way it would come', async () => {
    const { ask, path } = calendar;
    const one = await seriesIn(calendar, entry('2027-03-01T09:00:00', daily, free));
    const single = await letIn(ask('POST', '', entry('2027-03-01T09:00:00', null, free)));
    const other = await seriesIn(calendar, entry('2027-03-01T11:00:00', daily, free));
    const more = entry('2027-03-01T13:00:00', weekly, free);
    expectProblem(await ask('POST', '', more), 403, 'limit-reached', path);
    const becoming = await ask('PATCH', `/${single.id}`, { recurrence: daily });
    expectProblem(becoming, 403, 'limit-reached', `${path}/${single.id}`);
    const second = `scope=thisAndFuture&${at('2027-03-02T09:00:00Z')}`;
    const split = await one.patch(second, { title: 'x' });
    expectProblem(split, 403, 'limit-reached', path + one.path);

    // What does not recur any more makes room.
    await letIn(one.patch(second, { recurrence: null }));
    await letIn(other.patch('scope=all', { recurrence: null }));
    await letIn(ask('POST', '', more));
    expect((await ask('POST', '', more)).status).toBe(403);
    expect((await one.remove('scope=all')).status).toBe(204);
    expect((await ask('POST', '', more)).status).toBe(201);
  });

  test('one occurrence more than may be changed or excluded is refused', async () => {
    const { path, patch, remove } = await seriesIn(calendar, entry('2027-03-01T09:00:00', daily));
    const day = (n: number) => at(`2027-03-0${n}T09:00:00Z`);
    await letIn(patch(day(1), { title: 'x' }));
    expect((await remove(day(2))).status).toBe(204);
    const whole = calendar.path + path;
    expectProblem(await patch(day(3), { title: 'x' }), 403, 'limit-reached', whole);
    expectProblem(await remove(day(3)), 403, 'limit-reached', whole);
    await letIn(patch(day(1), { title: 'y' }));
    expect((await remove(day(1))).status).toBe(204);
    await letIn(patch(day(2), { excluded: false }));
    expect((await remove(day(3))).status).toBe(204);
  });
});

const everyWeekOfYears = {
  frequency: 'yearly',
  byDay: ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'].flatMap((day) =>
    upTo(53).flatMap((n) => [
      { day, nthOfPeriod: n + 1 },
      { day, nthOfPeriod: -n - 1 },
    ]),
  ),
};

describe('in a system in which the series of a calendar take little memory', () => {
  inSystem('light', { MAX_SERIES_BYTES_PER_CALENDAR: '8500' });

  test('what would make them heavier is refused, whichever way it would come', async () => {
    const { ask, path } = calendar;
    const refused = async (reply: Promise<Reply>, at: string) =>
      expectProblem(await reply, 403, 'limit-reached', path + at);
    const long = entry('2027-03-01T15:00:00', everyWeekOfYears, free);
    await refused(ask('POST', '', long), '');
    const one = await seriesIn(calendar, entry('2027-03-01T09:00:00', daily, free));
    const other = await seriesIn(calendar, entry('2027-03-01T11:00:00', daily, free));
    await refused(one.patch('scope=all', { recurrence: everyWeekOfYears }), one.path);
    await refused(ask('POST', '', entry('2027-03-01T13:00:00', daily, free)), '');
    const single = await letIn(ask('POST', '', entry('2027-03-01T13:00:00', null, free)));
    await refused(ask('PATCH', `/${single.id}`, { recurrence: daily }), `/${single.id}`);
    const day = (n: number, hour = '09') => at(`2027-03-0${n}T${hour}:00:00Z`);
    await refused(one.patch(`scope=thisAndFuture&${day(2)}`, { title: 'x' }), one.path);

    await letIn(one.patch(day(1), { title: 'x' }));
    expect((await one.remove(day(2))).status).toBe(204);
    expect((await other.remove(day(2, '11'))).status).toBe(204);
    await letIn(one.patch(day(3), { title: 'y'.repeat(255) }));
    await refused(other.patch(day(3, '11'), { title: 'x' }), other.path);
    await refused(other.remove(day(3, '11')), other.path);
    await refused(one.patch(day(1), { title: 'x'.repeat(255) }), one.path);

    // What does not make them heavier is let in, and what goes makes room.
    await letIn(one.patch(day(1), { title: 'z' }));
    await letIn(other.patch('scope=all', { title: 'Other' }));
    await letIn(one.patch(day(3), { title: 'y' }));
    expect((await other.remove(day(3, '11'))).status).toBe(204);
    expect((await one.remove('scope=all')).status).toBe(204);
    await letIn(ask('POST', '', entry('2027-03-01T13:00:00', daily, free)));
  });
});

// The dearest pair known: each of the clock changes of eight thousand years is looked at before it is "never".
const summer = (interval: number) => ({ frequency: 'daily', interval, byMonth: [6, 7, 8] });
const long = (start: string, duration: string, interval: number) => ({
  ...entry(start, summer(interval), { duration, timeZone: 'America/New_York' }),
});

describe('in a system without time', () => {
  inSystem('hurry', { DECISION_MS: '2' });

  test('the search for a free time ends with it, also among single entries', async () => {
    const { ask, path, id } = calendar;
    const wish = { title: 'Short', start: '2027-01-01T00:00:00Z', duration: 'PT1M' };
    await letIn(ask('POST', '', wish));
    await using tables = openTables(own.database, 'entry');
    // Without a gap, and a thousand are read at once: several statements of some milliseconds each.
    await multiply(tables, id, 8_192, 60_000);
    expectProblem(await ask('POST', '/check', wish), 503, 'unavailable', `${path}/check`);
  });

  test('a decision that takes too long is refused without a time to come back, or let in as forced', async () => {
    const { ask, path } = calendar;
    const first = long('2027-06-01T10:00:00', 'PT4H45M', 22);
    await letIn(ask('POST', '?force=true', first));
    const second = long('2027-06-02T15:30:00', 'PT18H', 20);
    const refused = await ask('POST', '', second);
    expectProblem(refused, 503, 'unavailable', path);
    expect(refused.headers.get('retry-after')).toBe(null);
    expectProblem(await ask('POST', '/check', second), 503, 'unavailable', `${path}/check`);
    expect((await calendar.all('&expand=false&limit=2')).body.items).toHaveLength(1);
    const { status, body } = await ask('POST', '?force=true', second);
    expect([status, body.forced, body.conflicts, body.conflictsTruncated]).toEqual([
      ...[201, true, [], true],
    ]);
  });
});
