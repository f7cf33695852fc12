// Rules that are refused, and where: each with the pointers below `/recurrence` that the 400 names.

/** Alternatives stand side by side: the contract does not say which of them is told. */
export type BadRule = [rule: unknown, ...pointers: string[]];

const daily = { frequency: 'daily' };
const weekly = { frequency: 'weekly' };
const monthly = { frequency: 'monthly' };
const yearly = { frequency: 'yearly' };
const days = (...byDay: unknown[]) => ({ byDay });
const monday = { day: 'mo' };
const nth = (nthOfPeriod: unknown) => days({ ...monday, nthOfPeriod });

/** Of one field, whatever the others are. */
const fields: BadRule[] = [
  ...[0, 1001, -1, 1.5, '2', true, [1]].map(
    (interval): BadRule => [{ ...daily, interval }, '/interval'],
  ),
  ...['hourly', 'DAILY', '', 7].map((frequency): BadRule => [{ frequency }, '/frequency']),
  [{}, '/frequency'],
  [{ interval: 2 }, '/frequency'],
  ...[0, -1, 1.5, '3', {}].map((count): BadRule => [{ ...daily, count }, '/count']),
  ...['x', '', 7, '2027-02-30T09:00:00', '2027-04-01', '2027-04-01T09:00:00.5Z'].map(
    (until): BadRule => [{ ...daily, until }, '/until'],
  ),
  ...['never', '', 1].map((skip): BadRule => [{ ...monthly, skip }, '/skip']),
];

const lists: BadRule[] = [
  ...[[], 'mo', monday, 1].map((byDay): BadRule => [{ ...weekly, byDay }, '/byDay']),
  [{ ...weekly, ...days('mo') }, '/byDay/0'],
  [{ ...weekly, ...days({}) }, '/byDay/0/day'],
  ...['xx', 'MO', 'monday', '', 1].map(
    (day): BadRule => [{ ...weekly, ...days(monday, { day }) }, '/byDay/1/day'],
  ),
  [{ ...weekly, ...days({ ...monday, week: 1 }) }, '/byDay/0/week'],
  [{ ...weekly, ...days(monday, { day: 'tu' }, monday) }, '/byDay', '/byDay/2'],
  ...[[], 1, '1'].map((byMonthDay): BadRule => [{ ...monthly, byMonthDay }, '/byMonthDay']),
  ...[0, 32, -32, 1.5, '1'].map(
    (day): BadRule => [{ ...monthly, byMonthDay: [13, day] }, '/byMonthDay/1'],
  ),
  [{ ...monthly, byMonthDay: [1, 1] }, '/byMonthDay', '/byMonthDay/1'],
  ...[[], 1, '1'].map((byMonth): BadRule => [{ ...yearly, byMonth }, '/byMonth']),
  ...[0, 13, -1, 1.5, '1'].map((month): BadRule => [{ ...yearly, byMonth: [month] }, '/byMonth/0']),
  [{ ...yearly, byMonth: [3, 4, 3] }, '/byMonth', '/byMonth/2'],
];

const place = '/byDay/0/nthOfPeriod';

/** Fields that do not go together. */
const together: BadRule[] = [
  ...[0, 6, -6, 1.5, '1'].map((n): BadRule => [{ ...monthly, ...nth(n) }, place]),
  ...[0, 54, -54].map((n): BadRule => [{ ...yearly, ...nth(n) }, place]),
  ...[6, -6].map((n): BadRule => [{ ...yearly, byMonth: [3], ...nth(n) }, place]),
  [{ ...weekly, ...nth(1) }, place],
  [{ ...daily, ...nth(1) }, place],
  [{ ...weekly, byMonthDay: [1] }, '/byMonthDay'],
  [{ ...yearly, byMonthDay: [1] }, '/byMonthDay'],
  [{ ...daily, skip: 'backward' }, '/skip'],
  [{ ...weekly, skip: 'forward' }, '/skip'],
  [{ ...daily, count: 2, until: '2027-04-01T09:00:00Z' }, '', '/until', '/count'],
  [{ ...daily, until: '2027-03-01T08:59:59+01:00' }, '/until'],
  [{ ...daily, until: '2026-03-01T09:00:00' }, '/until'],
  [{ ...daily, until: '9999-12-31T00:00:01Z' }, '/until'],
];

const strangers: BadRule[] = [
  ...['@type', 'rscale', 'byHour', 'firstDayOfWeek', 'bySetPosition', 'freq', 'a~1b'].map(
    (name): BadRule => [{ ...daily, [name.replace('~1', '/')]: 1 }, `/${name}`],
  ),
  ...['daily', 7, [], [daily], true].map((rule): BadRule => [rule, '']),
];

/** From Monday, 1 March 2027: but for the start, none of them gives a date. */
const never: unknown[] = [
  { ...yearly, byMonth: [2], byMonthDay: [31] },
  { ...monthly, byMonth: [2], byMonthDay: [30, 31] },
  { ...monthly, byMonth: [4, 6, 9, 11], byMonthDay: [31] },
  { ...yearly, byMonth: [2], byMonthDay: [-30] },
  { ...yearly, interval: 4, byMonth: [2], byMonthDay: [29] },
  { ...yearly, interval: 1000, byMonth: [2], byMonthDay: [29] },
  { ...monthly, byMonthDay: [1], byDay: [{ day: 'mo', nthOfPeriod: 2 }] },
  { ...monthly, byMonthDay: [28], byDay: [{ day: 'fr', nthOfPeriod: 5 }] },
  { ...monthly, interval: 12, byMonth: [2] },
  { ...daily, interval: 7, byDay: [{ day: 'tu' }] },
  { ...daily, interval: 70, byDay: [{ day: 'su' }] },
  { ...daily, byMonth: [2], byMonthDay: [30] },
];

export const badRules: BadRule[] = [...fields, ...lists, ...together, ...strangers];

export const emptyRules: BadRule[] = never.map((rule) => [
  rule,
  ...['', '/byDay', '/byMonthDay', '/byMonth', '/frequency', '/interval'],
]);

/** Every field of a rule, for where null is none of its values. */
export const fieldsOfRule = [
  ...['frequency', 'interval', 'byDay', 'byMonthDay', 'byMonth', 'skip', 'count', 'until'],
];
