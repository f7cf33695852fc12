// What a field or a parameter must not be: from its schema, and from rules that no schema says.
import type { JsonSchema } from '@calendar/shared/openapi/document';

const ofType: Record<string, unknown> = {
  string: 'x',
  integer: 7,
  boolean: true,
  null: null,
  array: ['x'],
  object: { x: 1 },
};

const flat = (schema: JsonSchema): JsonSchema =>
  Array.isArray(schema.anyOf) && schema.anyOf.length === 1
    ? { ...schema.anyOf[0], ...schema }
    : schema;

/** Values of the types that a schema does not take, and texts that are too short, too long or none of its list. */
function badBySchema(sent: JsonSchema): unknown[] {
  const schema = flat(sent);
  if (schema.type === undefined) return [];
  const types = [schema.type].flat();
  const others = Object.entries(ofType).filter(([type]) => !types.includes(type));
  const { minLength = 0, maxLength, enum: list } = schema as Record<string, number | undefined>;
  const texts: unknown[] = [];
  if (types.includes('string')) {
    if (minLength > 0) texts.push('', 'x'.repeat(minLength - 1));
    if (maxLength !== undefined) {
      texts.push('x'.repeat(maxLength + 1), '🙂'.repeat(maxLength + 1), 'a'.repeat(100_000));
      texts.push(
        'long enough, but \u0000',
        'long enough, but \ud800',
        'long enough, but \udc00\ud83d',
      );
    }
    if (list !== undefined) texts.push('x', 'BUSY', 'busy ');
  }
  const empty = [[], {}].filter((_, n) => !types.includes(n === 0 ? 'array' : 'object'));
  return [...others.map(([, value]) => value), -1, 1e308, ...empty, ...texts];
}

const noZones = [
  'Nowhere/City',
  '+01:00',
  'UTC+1',
  'Europe/Berlin ',
  ' UTC',
  'Europe',
  '../UTC',
  'a\u0000',
  ...['Europe/Berlin\n', '\ud800', 'x'.repeat(9000), '__proto__', 'constructor'],
];
const noStarts = [
  'tomorrow',
  '2027-03-01',
  '2027-03-01T09:00',
  '2027-03-01 09:00:00',
  '20270301T090000Z',
  '2027-02-29T09:00:00Z',
  '2027-13-01T09:00:00Z',
  '2027-00-10T09:00:00Z',
  '2027-01-01T24:00:00Z',
  '2027-01-01T09:60:00Z',
  '2027-01-01T09:00:60Z',
  '2027-01-01T09:00:00.5Z',
  '2027-01-01T09:00:00+24:00',
  '2027-01-01T09:00:00+1:00',
  '2027-01-01T09:00:00+01:60',
  '2027-01-01T09:00:00Z ',
  '0001-01-01T23:59:59Z',
  '9999-12-31T00:00:01Z',
  '0000-01-01T00:00:00Z',
  '+012027-01-01T00:00:00Z',
  '-2027-01-01T00:00:00Z',
  '２０２７-01-01T00:00:00Z',
  '2027-01-01T09:00:00−01:00',
  '2027-01-01T09:00:00Z\u0000',
  '\ud800',
];
const noDurations = [
  '1h',
  'P',
  'PT',
  'P1',
  'T1H',
  'PT0S',
  'P0D',
  '-P1D',
  '+P1D',
  'P-1D',
  'P1M',
  'P1Y',
  'PT1.5H',
  'PT1,5H',
  'P1DT',
  'PT1S1M',
  'pt1h',
  'P367D',
  'P366DT1S',
  'P53W',
  `P${'9'.repeat(400)}D`,
  'P00000000000001D',
  'PT1H ',
];
const noInstants = [
  '',
  'now',
  '2027-03-01',
  '2027-03-01T09:00:00',
  '2027-03-01T09:00:00.0001Z',
  '2027-02-30T09:00:00Z',
  '2027-03-01T09:00:00+99:00',
  '2027-03-01T25:00:00Z',
  '1e12',
  '\u0000',
];
const noFlags = ['', 'TRUE', 'True', '1', '0', 'yes', 'null', 'true ', 'true,false'];
const noIds = [
  'x',
  '',
  '01920000-0000-7000-8000-00000000000G',
  '01920000-0000-4000-8000-000000000000',
  '%',
];

const badByName: Record<string, unknown[]> = {
  email: ['ada', '@', 'a@', '@b', 'a@b@c', 'a b@c', 'a@b\n', 'a@\u0000', 'a@\ud800'],
  timeZone: noZones,
  start: noStarts,
  duration: noDurations,
  recurrence: ['daily', [], false, 0],
  excludeEntryId: noIds,
  id: ['x'],
  calendarId: ['x'],
};

/** Of a member of a body. */
export const badMembers = (name: string, schema: JsonSchema): unknown[] => [
  ...badBySchema(schema),
  ...(badByName[name] ?? []),
];

const badParameters: Record<string, string[]> = {
  start: noInstants,
  end: noInstants,
  occurrence: noInstants,
  limit: [
    '',
    '0',
    '-1',
    '1001',
    '1.5',
    'ten',
    '1e99',
    '0x10',
    '９',
    ' ',
    '1 2',
    'NaN',
    'Infinity',
    '9'.repeat(400),
  ],
  cursor: ['', 'x', '!', '%', '\u0000', 'x'.repeat(2049), 'bnVsbA'],
  scope: ['', 'THIS', 'some', 'this,all'],
  expand: noFlags,
  force: noFlags,
};

/** Of a parameter of a query. Throws for one that is not known here. */
export function badTexts(name: string): string[] {
  const known = badParameters[name];
  if (!known) throw new Error(`no bad values are known here for ${name}`);
  return known;
}
