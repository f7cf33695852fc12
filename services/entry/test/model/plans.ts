// Random plans of operations, made without knowing the calendar they meet. They are plain JSON, so that a failing
// sequence can be pasted.
import fc from 'fast-check';
import type { Operation, Scope } from './calendar.ts';
import type { Sent, SentRule } from './sent.ts';

/** Hours of all of them are far from every clock change, in every one of them. */
const ZONES = ['Europe/Berlin', 'UTC', 'Europe/Athens'] as const;

/** A rule; where it ends is `count`, or so many days after its start. */
type PlannedRule = SentRule & { untilDay?: number | null };

/** Fields with a day and a time in place of `start`, and of `until`. */
export type PlannedBody = Omit<Sent, 'start' | 'recurrence'> & {
  day?: number;
  time?: string;
  recurrence?: PlannedRule | null;
};

export type Planned = {
  verb: Operation['verb'];
  /** The how manieth entry, counted around. */
  entry: number;
  scope: Scope;
  at: 'first' | 'second' | 'middle' | 'last';
  /** Rather an occurrence that somebody changed or excluded. */
  marked: boolean;
  body: PlannedBody;
  force: boolean;
};

const TIMES = ['10:00', '10:30', '12:00', '14:00'];
const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

const some = <T>(of: readonly T[], max: number) =>
  fc.subarray([...of], { minLength: 1, maxLength: max });
const byDay = some(WEEKDAYS, 4).map((days) => days.map((day) => ({ day })));
const end = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.record({ count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ untilDay: fc.integer({ min: 0, max: 60 }) }) },
);

const withEnd = (rule: fc.Arbitrary<SentRule>): fc.Arbitrary<PlannedRule> =>
  fc.tuple(rule, end).map(([one, other]) => ({ ...one, ...other }));

/** Every seventh day on another weekday would never come. */
const daily = fc.oneof(
  fc.record(
    { frequency: fc.constant('daily' as const), interval: fc.constantFrom(2, 3), byDay },
    { requiredKeys: ['frequency', 'interval'] },
  ),
  fc.record({ frequency: fc.constant('daily' as const), interval: fc.constantFrom(7, 14) }),
);
const everyDay = fc.constant<SentRule>({ frequency: 'daily' });
const weekly = fc.record(
  { frequency: fc.constant('weekly' as const), interval: fc.constantFrom(1, 2, 3), byDay },
  { requiredKeys: ['frequency'] },
);
const monthDay = fc.constantFrom(1, 13, 28, 29, 30, 31, -1, -2).map((day) => [day]);
const nth = fc
  .record({ day: fc.constantFrom(...WEEKDAYS), nthOfPeriod: fc.constantFrom(1, 2, 4, 5, -1) })
  .map((day) => [day]);
const skip = fc.constantFrom('omit' as const, 'backward' as const, 'forward' as const);
const monthly = fc.oneof(
  fc.record(
    { frequency: fc.constant('monthly' as const), byMonthDay: monthDay, skip },
    { requiredKeys: ['frequency'] },
  ),
  fc.record({ frequency: fc.constant('monthly' as const), byDay: nth }),
);
const yearly = fc.constant<SentRule>({ frequency: 'yearly', byMonth: [2, 8], skip: 'backward' });

/** Monthly ones mostly end: the model knows all of them. */
const rule = fc.oneof(
  { weight: 2, arbitrary: withEnd(daily) },
  { weight: 1, arbitrary: fc.tuple(everyDay, fc.integer({ min: 2, max: 12 })).map(counted) },
  { weight: 5, arbitrary: withEnd(weekly) },
  { weight: 3, arbitrary: fc.tuple(monthly, fc.integer({ min: 1, max: 9 })).map(counted) },
  { weight: 1, arbitrary: monthly },
  { weight: 1, arbitrary: fc.tuple(yearly, fc.integer({ min: 1, max: 3 })).map(counted) },
);

function counted([one, count]: [SentRule, number]): PlannedRule {
  return { ...one, count };
}

const ruleChange = fc.oneof(
  fc.constant(null),
  fc.record({ interval: fc.constantFrom(1, 2, 3) }),
  fc.record({ count: fc.integer({ min: 1, max: 9 }), untilDay: fc.constant(null) }),
  fc.record({ untilDay: fc.integer({ min: -1, max: 60 }), count: fc.constant(null) }),
  fc.constant({ count: null, untilDay: null }),
  fc.constant({
    ...{ frequency: 'weekly', byDay: [{ day: 'tu' }, { day: 'fr' }] },
    ...{ byMonthDay: null, byMonth: null, skip: null },
  }),
);

const title = fc.constantFrom('A', 'B', 'C');
const duration = fc.constantFrom('PT30M', 'PT1H', 'PT2H30M', 'PT4H', 'P1D', 'P1DT2H');
const texts = { description: fc.constantFrom(null, 'd', 'e'), location: fc.constantFrom('l', 'm') };
const freeBusy = fc.constantFrom('busy', 'busy', 'busy', 'free');
const timeZone = fc.constantFrom(...ZONES);
const time = fc.constantFrom(...TIMES);
const shift = fc.constantFrom(0, 0, 0, 1, -1, 7, -8);

const whole = fc.record(
  { title, ...texts, duration, day: fc.nat(9), time, timeZone, freeBusy, recurrence: rule },
  { requiredKeys: ['title', 'day', 'time', 'duration'] },
);
const replacing = fc.record(
  { title, ...texts, duration, day: shift, time, timeZone, freeBusy, recurrence: rule },
  { requiredKeys: ['title', 'day', 'time', 'duration'] },
);
const merging = fc.oneof(
  fc.record({ title }),
  fc.record({ day: shift, time }),
  fc.record({ recurrence: ruleChange }),
  fc.record({ timeZone }),
  fc.record({ ...texts, freeBusy: fc.constantFrom('busy', 'free', null) }, { requiredKeys: [] }),
  fc.record({ title, duration, day: shift, time }, { requiredKeys: [] }),
  fc.record({ day: shift, time, duration, freeBusy }, { requiredKeys: ['day', 'time'] }),
);

const place = {
  entry: fc.nat(7),
  scope: fc.constantFrom<Scope>('this', 'this', 'thisAndFuture', 'thisAndFuture', 'all'),
  at: fc.constantFrom('first' as const, 'second' as const, 'middle' as const, 'last' as const),
  marked: fc.boolean(),
  force: fc.boolean(),
};
const verb = <V extends Operation['verb']>(name: V) => fc.constant(name);

const creation = fc.record({ verb: verb('POST'), ...place, body: whole });
const planned = fc.oneof(
  { weight: 2, arbitrary: creation },
  { weight: 3, arbitrary: fc.record({ verb: verb('PUT'), ...place, body: replacing }) },
  { weight: 7, arbitrary: fc.record({ verb: verb('PATCH'), ...place, body: merging }) },
  { weight: 2, arbitrary: fc.record({ verb: verb('DELETE'), ...place, body: fc.constant({}) }) },
);

/** A few entries, and what becomes of them. */
export const sequences = fc
  .tuple(
    fc.array(creation, { minLength: 1, maxLength: 4, size: 'max' }),
    fc.array(planned, { minLength: 1, maxLength: 14, size: 'max' }),
  )
  .map((parts) => parts.flat() as Planned[]);
