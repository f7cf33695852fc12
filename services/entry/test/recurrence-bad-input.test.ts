// Rules, scopes and occurrences that are none: 400 that names them, at once, and nothing is written.
import { api, type Reply } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type BadRule, badRules, emptyRules, fieldsOfRule } from './bad-rules.ts';
import { type CalendarAtHand, meeting, newCalendar } from './calendar-at-hand.ts';
import { at, seriesIn } from './series-at-hand.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

type Ask = (body: object) => Promise<Reply>;

/** Every way in which a rule is sent; each to an entry that a good one would change. */
async function ways(calendar: CalendarAtHand): Promise<[string, Ask][]> {
  const single = await calendar.add({ title: 'Single', start: '2026-01-01T09:00:00' });
  const { path, series } = await seriesIn(calendar, {
    start: '2026-02-02T09:00:00',
    recurrence: { frequency: 'daily', count: 3 },
  });
  const split = `${path}?scope=thisAndFuture&${at('2026-02-03T09:00:00+01:00')}`;
  const whole = (body: object) => meeting({ title: 'New', ...body });
  return [
    ['POST', (body) => calendar.ask('POST', '', whole(body))],
    ['POST with force', (body) => calendar.ask('POST', '?force=true', whole(body))],
    ['check', (body) => calendar.ask('POST', '/check', whole(body))],
    ['PUT', (body) => calendar.ask('PUT', `/${single.id}`, whole(body))],
    ['PUT of a series', (body) => calendar.ask('PUT', `/${series.id}`, whole(body))],
    ['PUT of a part', (body) => calendar.ask('PUT', split, whole(body))],
    ['PATCH', (body) => calendar.ask('PATCH', `/${single.id}`, whole(body))],
  ];
}

const TOLD = 'told';

/** The pointers, where they are one of those that may be told. */
function toldOf(reply: Reply, pointers: readonly string[]): unknown {
  const faults = faultsOf(reply);
  const possible = pointers.map((pointer) => `/recurrence${pointer}`);
  return faults.length === 1 && possible.includes(faults[0] as string) ? TOLD : faults;
}

async function expectRefused(rules: readonly BadRule[]): Promise<void> {
  const calendar = await newCalendar(me);
  const asked = await ways(calendar);
  const before = etagOf(await calendar.all());
  for (const [rule, ...pointers] of rules) {
    for (const [way, ask] of asked) {
      const reply = await ask({ recurrence: rule });
      expect([way, rule, reply.status, reply.status === 400 && toldOf(reply, pointers)]).toEqual([
        way,
        rule,
        400,
        TOLD,
      ]);
    }
  }
  expect(etagOf(await calendar.all())).toBe(before);
}

test('what is no value of a field, and what does not go together', async () => {
  await expectRefused(badRules);
}, 60_000);

test('a rule that never gives a date is refused at once', async () => {
  const began = performance.now();
  await expectRefused(emptyRules);
  const asked = emptyRules.length * 7;
  expect((performance.now() - began) / asked).toBeLessThan(500);
}, 60_000);

test('what is nearly none of them is let in', async () => {
  const { ask } = await newCalendar(me);
  for (const recurrence of [
    { frequency: 'yearly', byMonth: [2], byMonthDay: [31], skip: 'backward' },
    { frequency: 'yearly', interval: 1, byMonth: [2], byMonthDay: [29] },
    { frequency: 'monthly', interval: 1000 },
    { frequency: 'monthly', byMonthDay: [-31] },
    { frequency: 'yearly', byDay: [{ day: 'mo', nthOfPeriod: 53 }] },
    { frequency: 'monthly', byDay: [{ day: 'mo', nthOfPeriod: -5 }] },
    { frequency: 'weekly', byDay: [{ day: 'mo' }], skip: 'omit' },
    { frequency: 'daily', count: 1 },
    { frequency: 'daily', until: '2027-03-01T09:00:00+01:00' },
    { frequency: 'daily', byMonth: [3], byMonthDay: [1] },
  ]) {
    const { status } = await ask('POST', '?force=true', meeting({ recurrence }));
    expect([recurrence, status]).toEqual([recurrence, 201]);
  }
});

test('every fault at once', async () => {
  const calendar = await newCalendar(me);
  const recurrence = {
    ...{ frequency: 'weekly', interval: 0, count: 0, byMonth: [13], colour: 'red' },
    byDay: [{ day: 'mo' }, { day: 'xx' }],
  };
  const body = { start: '2027-03-01T09:00:00', duration: 'x', recurrence };
  const rule = ['byDay/1/day', 'byMonth/0', 'colour', 'count', 'interval'];
  const faults = ['/duration', ...rule.map((name) => `/recurrence/${name}`), '/title'];
  for (const path of ['', '/check']) {
    expect(faultsOf(await calendar.ask('POST', path, body))).toEqual(faults);
  }
  const { id } = await calendar.add();
  expect(faultsOf(await calendar.ask('PUT', `/${id}`, body))).toEqual(faults);
  expect(faultsOf(await calendar.ask('PATCH', `/${id}`, body))).toEqual(faults.slice(0, -1));
});

test('null is no value of a field of a rule but in a PATCH', async () => {
  const calendar = await newCalendar(me);
  const { id } = await calendar.add();
  const rule = { frequency: 'yearly', byMonth: [3], byMonthDay: [1] };
  for (const name of fieldsOfRule) {
    const body = meeting({ recurrence: { ...rule, [name]: null } });
    for (const reply of [
      await calendar.ask('POST', '', body),
      await calendar.ask('POST', '/check', body),
      await calendar.ask('PUT', `/${id}`, body),
    ]) {
      expect([name, faultsOf(reply)]).toEqual([name, [`/recurrence/${name}`]]);
    }
  }
  const gone = { recurrence: { ...rule, frequency: null } };
  expect(faultsOf(await calendar.ask('PATCH', `/${id}`, gone))).toEqual(['/recurrence/frequency']);
});

const first = '2027-03-01T09:00:00+01:00';
const second = '2027-03-02T09:00:00+01:00';

async function series() {
  const calendar = await newCalendar(me);
  const made = await seriesIn(calendar, {
    start: '2027-03-01T09:00:00',
    recurrence: { frequency: 'daily', count: 5 },
  });
  return { calendar, ...made };
}

test('what a merge makes of the stored rule is judged as a whole', async () => {
  const { calendar, patch } = await series();
  const before = etagOf(await calendar.all());
  const bad: [object, ...string[]][] = [
    [{ until: '2027-04-01T09:00:00Z' }, '', '/until', '/count'],
    [{ frequency: 'weekly', byMonthDay: [1] }, '/byMonthDay'],
    [{ frequency: 'yearly', byMonthDay: [1] }, '/byMonthDay'],
    [{ skip: 'forward' }, '/skip'],
    [{ byDay: [{ day: 'mo', nthOfPeriod: 1 }] }, '/byDay/0/nthOfPeriod'],
    [{ interval: 1001 }, '/interval'],
    [{ count: null, until: '2027-02-01T09:00:00Z' }, '/until'],
    [{ colour: null }, '/colour'],
  ];
  for (const [recurrence, ...pointers] of bad) {
    for (const query of ['scope=all', `scope=thisAndFuture&${at(second)}`]) {
      const reply = await patch(query, { recurrence });
      expect([query, recurrence, toldOf(reply, pointers)]).toEqual([query, recurrence, TOLD]);
    }
  }
  expect(etagOf(await calendar.all())).toBe(before);
});

test('a start that moves beyond the end of its rule', async () => {
  const { patch } = await series();
  const recurrence = { count: null, until: '2027-03-05T12:00:00+01:00' };
  expect((await patch('scope=all', { recurrence })).status).toBe(200);
  const late = { start: '2027-03-06T09:00:00' };
  for (const query of ['scope=all', `scope=thisAndFuture&${at(second)}`]) {
    const [pointer, ...others] = faultsOf(await patch(query, late));
    expect(others).toEqual([]);
    expect(['/start', '/recurrence/until']).toContain(pointer);
  }
});

test('scopes and occurrences that do not go together', async () => {
  const { calendar, path, read } = await series();
  const before = etagOf(await calendar.all());
  const whole = meeting({ title: 'x' });
  const requests: [string, object | undefined][] = [
    ['PUT', whole],
    ['PATCH', { title: 'x' }],
    ['DELETE', undefined],
  ];
  for (const [method, body] of requests) {
    const ask = (query: string) => calendar.ask(method, `${path}?${query}`, body);
    expect(faultsOf(await ask('scope=this'))).toEqual(['occurrence']);
    expect(faultsOf(await ask('scope=thisAndFuture'))).toEqual(['occurrence']);
    expect(faultsOf(await ask(`scope=all&${at(first)}`))).toEqual(['occurrence']);
    expect(faultsOf(await ask('scope=THIS&occurrence=x'))).toEqual(['occurrence', 'scope']);
    for (const time of ['2027-03-02T09:00:00', '2027-03-02', '', '2027-02-30T09:00:00Z']) {
      expect([time, faultsOf(await ask(at(time)))]).toEqual([time, ['occurrence']]);
    }
    for (const none of ['2027-03-02T09:00:01+01:00', '2027-02-28T09:00:00+01:00']) {
      expect((await ask(at(none))).status).toBe(404);
    }
  }
  expect(faultsOf(await read('?occurrence=2027-03-02T09:00:00'))).toEqual(['occurrence']);
  expect((await read(`?${at('2027-03-07T09:00:00+01:00')}`)).status).toBe(404);
  expect(etagOf(await calendar.all())).toBe(before);
});

test('excluded is false, and only in the PATCH of one occurrence', async () => {
  const { calendar, patch, put } = await series();
  const before = etagOf(await calendar.all());
  const one = at(second);
  const whole = meeting({ title: 'x', start: second, excluded: false });
  for (const reply of [
    await patch(one, { excluded: true }),
    await patch(one, { excluded: null }),
    await patch(one, { excluded: 'false' }),
    await patch('scope=all', { excluded: false }),
    await patch(`scope=thisAndFuture&${one}`, { excluded: false }),
    await put(one, whole),
    await calendar.ask('POST', '', whole),
    await calendar.ask('POST', '/check', whole),
  ]) {
    expect(faultsOf(reply)).toEqual(['/excluded']);
  }
  expect(etagOf(await calendar.all())).toBe(before);
});

test('one occurrence has no zone and no rule of its own', async () => {
  const { calendar, series: stored, patch, put } = await series();
  const before = etagOf(await calendar.all());
  const whole = { title: 'Series', start: second, duration: 'PT1H' };
  const bad: [object, string][] = [
    [{ timeZone: 'UTC' }, '/timeZone'],
    [{ recurrence: null }, '/recurrence'],
    [{ recurrence: { frequency: 'daily', count: 4 } }, '/recurrence'],
    [{ occurrence: first }, '/occurrence'],
  ];
  for (const [body, pointer] of bad) {
    expect(faultsOf(await patch(at(second), body))).toEqual([pointer]);
    expect(faultsOf(await put(at(second), { ...whole, ...body }))).toEqual([pointer]);
  }
  expect(etagOf(await calendar.all())).toBe(before);
  const { timeZone, recurrence } = stored;
  const same = { timeZone, recurrence, occurrence: '2027-03-02T08:00:00Z' };
  expect((await patch(at(second), same)).body.overridden).toBe(false);
  expect((await put(at(second), { ...whole, ...same })).body.overridden).toBe(false);
});
