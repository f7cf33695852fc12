// Changes of a schedule over occurrences that were changed before: which of them go along, and which are dropped.
import { api } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { at, letIn, lineOf } from './series-at-hand.ts';
import { type Change, days, sixDays } from './six-days.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

test('before: what was changed is listed as it was changed', async () => {
  const { lines } = await sixDays(me);
  expect(await lines()).toEqual(days);
});

const changes: Change[] = [
  [
    'another hour keeps everything; what was moved stays where it is',
    { start: '2027-05-03T10:00:00' },
    [0, 0],
    [
      '05-03 10:00 One',
      '05-04 10:00 Series',
      '05-06 20:00 Four (05-06 10:00)',
      '05-07 10:00 Series',
      '05-08 10:00 Series',
    ],
  ],
  [
    'a day later: the first takes its own along, whatever stood on the new day',
    { start: '2027-05-04T09:00:00' },
    [0, 0],
    [
      '05-04 09:00 One',
      '05-06 20:00 Four (05-06 09:00)',
      '05-07 09:00 Series',
      '05-08 09:00 Series',
      '05-09 09:00 Series',
    ],
  ],
  [
    'onto the day that is gone: it is there',
    { start: '2027-05-05T09:00:00' },
    [0, 1],
    [
      '05-05 09:00 One',
      '05-06 20:00 Four (05-06 09:00)',
      '05-07 09:00 Series',
      '05-08 09:00 Series',
      '05-09 09:00 Series',
      '05-10 09:00 Series',
    ],
  ],
  [
    'onto the day of another override: that one is dropped',
    { start: '2027-05-06T09:00:00' },
    [1, 1],
    [
      '05-06 09:00 One',
      '05-07 09:00 Series',
      '05-08 09:00 Series',
      '05-09 09:00 Series',
      '05-10 09:00 Series',
      '05-11 09:00 Series',
    ],
  ],
  [
    'a day earlier: the old first day is an ordinary one',
    { start: '2027-05-02T09:00:00' },
    [0, 0],
    [
      '05-02 09:00 One',
      '05-03 09:00 Series',
      '05-04 09:00 Series',
      '05-06 20:00 Four (05-06 09:00)',
      '05-07 09:00 Series',
    ],
  ],
  [
    'another day and another hour: by local date',
    { start: '2027-05-02T07:30:00' },
    [0, 0],
    [
      '05-02 07:30 One',
      '05-03 07:30 Series',
      '05-04 07:30 Series',
      '05-06 20:00 Four (05-06 07:30)',
      '05-07 07:30 Series',
    ],
  ],
  [
    'every second day: what names no occurrence is dropped',
    { recurrence: { interval: 2 } },
    [1, 0],
    [
      '05-03 09:00 One',
      '05-07 09:00 Series',
      '05-09 09:00 Series',
      '05-11 09:00 Series',
      '05-13 09:00 Series',
    ],
  ],
  [
    'fewer: what is beyond the end is dropped',
    { recurrence: { count: 2 } },
    [1, 1],
    ['05-03 09:00 One', '05-04 09:00 Series'],
  ],
  [
    'an end by day',
    { recurrence: { count: null, until: '2027-05-05T09:00:00' } },
    [1, 0],
    ['05-03 09:00 One', '05-04 09:00 Series'],
  ],
  ['a zone alone keeps instants, and so everything', { timeZone: 'Asia/Tokyo' }, [0, 0], days],
  [
    'a zone with the local time: by date, each in its own zone',
    { timeZone: 'Asia/Tokyo', start: '2027-05-03T09:00:00' },
    [0, 0],
    [
      '05-03 00:00 One',
      '05-04 00:00 Series',
      '05-06 20:00 Four (05-06 00:00)',
      '05-07 00:00 Series',
      '05-08 00:00 Series',
    ],
  ],
  ['no rule: a single entry', { recurrence: null }, [2, 1], ['05-03 09:00 Series']],
];

test.each(changes)('all, %s', async (_, body, [overrides, exclusions], wanted) => {
  const { patch, lines, read } = await sixDays(me);
  const { dropped, ...entry } = await letIn(patch('scope=all', body));
  expect(await lines()).toEqual(wanted);
  expect(dropped).toEqual({ overrides, exclusions });
  expect((await read()).body).toEqual(entry);
});

test('a change of text, and a schedule sent back as shown, keep everything and drop nothing', async () => {
  const { patch, put, read, lines } = await sixDays(me);
  const whole = (await read()).body;
  for (const reply of [await put('scope=all', whole), await patch('scope=all', whole)]) {
    expect([reply.status, reply.body]).toEqual([200, whole]);
  }
  expect(await lines()).toEqual(days);
  expect((await letIn(patch('scope=all', { title: 'New' }))).dropped).toBe(undefined);
  expect(await lines()).toEqual(days.map((line) => line.replace('Series', 'New')));
});

test('a merge patch goes into the rule; null takes a part of it, or all of it', async () => {
  const { patch, read } = await sixDays(me);
  const rule = { frequency: 'daily', interval: 1, skip: 'omit' };
  const steps: [object | null, object | null][] = [
    [{ interval: 2 }, { ...rule, interval: 2, count: 6 }],
    [{ count: null }, { ...rule, interval: 2 }],
    [{ until: '2027-05-20T09:00:00' }, { ...rule, interval: 2, until: '2027-05-20T09:00:00Z' }],
    [
      { until: null, interval: null, byDay: [{ day: 'mo' }] },
      { ...rule, byDay: [{ day: 'mo' }] },
    ],
    [
      { frequency: 'weekly', byDay: null },
      { ...rule, frequency: 'weekly' },
    ],
    [null, null],
  ];
  for (const [recurrence, shown] of steps) {
    expect((await letIn(patch('scope=all', { recurrence }))).recurrence).toEqual(shown);
    expect((await read()).body.recurrence).toEqual(shown);
  }
  expect(faultsOf(await patch('scope=all', { recurrence: { count: 2 } }))).toEqual([
    '/recurrence/frequency',
  ]);
});

test('what is excluded is gone until it is brought back, as the rule gives it', async () => {
  const { patch, put, remove, read, lines } = await sixDays(me);
  const gone = at('2027-05-06T09:00:00Z');
  await letIn(remove(gone));
  for (const reply of [
    await read(`?${gone}`),
    await remove(gone),
    await patch(gone, { title: 'x' }),
    await put(gone, { title: 'x', start: '2027-05-06T09:00:00', duration: 'PT1H' }),
    await patch(`scope=thisAndFuture&${gone}`, { title: 'x' }),
    await remove(`scope=thisAndFuture&${gone}`),
  ]) {
    expect(reply.status).toBe(404);
  }
  const back = await letIn(patch(gone, { excluded: false, location: 'Room' }));
  expect([back.title, back.location, back.overridden]).toEqual(['Series', 'Room', true]);
  expect((await read(`?${gone}`)).body).toEqual(back);
  expect(await lines()).toEqual(days.map((line) => line.replace(/20:00 Four.*/, '09:00 Series')));
  const there = await letIn(patch(gone, { excluded: false }));
  expect(there.location).toBe('Room');
});

test('an override holds what differed when it was sent; one that holds nothing is none', async () => {
  const { patch, put, read } = await sixDays(me);
  const second = at('2027-05-04T09:00:00Z');
  const own = await letIn(patch(second, { title: 'Series', location: 'Own' }));
  expect([own.overridden, own.location]).toEqual([true, 'Own']);
  await letIn(patch('scope=all', { title: 'New', location: 'All' }));
  const shown = (await read(`?${second}`)).body;
  expect([shown.title, shown.location, shown.overridden]).toEqual(['New', 'Own', true]);
  expect((await letIn(patch(second, { location: 'All' }))).overridden).toBe(false);
  const moved = { title: 'New', start: '2027-05-04T12:00:00', duration: 'PT1H' };
  const replaced = await letIn(put(second, moved));
  expect([replaced.location, replaced.overridden, lineOf(replaced)]).toEqual([
    null,
    true,
    '05-04 12:00 New (05-04 09:00)',
  ]);
});
