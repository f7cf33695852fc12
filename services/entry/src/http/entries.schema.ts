// What a client may send about entries. Times stay texts here, as a zone decides what they mean; their rules are the domain's.
import type { Fault } from '@calendar/shared/errors';
import { flag, id, page, parsed, text } from '@calendar/shared/http/fields';
import Joi from 'joi';
import { faultsOfPatch, type RulePatch, type SentRule } from '../domain/recurrence/sent-rule.ts';
import { faultsOfSent } from '../domain/schedule.ts';
import { parseInstant } from '../domain/time/timestamp.ts';
import { rule, rulePatch, shapedOf, twiceAWeek } from './recurrence.schema.ts';

const instant = () =>
  parsed((sent) => {
    const read = parseInstant(sent);
    return 'broken' in read ? { fault: read.broken } : { value: read.instantMs };
  }).meta({ jsonSchema: { format: 'date-time' } });

// What their rules come to as far as a pattern can say it.
const localOrInstant = String.raw`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.0+)?([Zz]|[+-]\d\d:\d\d)?$`;
const nominal = String.raw`^P(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$`;
const patterned = (pattern: string, example: string) =>
  Joi.string().meta({ jsonSchema: { pattern } }).example(example);

/** Of what goes in and comes out. */
export const meanings = {
  duration:
    'Weeks, days, hours, minutes and seconds (RFC 8984); more than nothing, at most 366 days. Days are added to the wall clock, the rest exactly: across a clock change `P1D` is not `PT24H`.',
  freeBusy: 'What is free overlaps with nothing.',
};

const fields = {
  title: text(1, 255),
  description: text(0, 8192).allow(null),
  location: text(0, 255).allow(null),
  start: patterned(localOrInstant, '2027-03-01T09:00:00').description(
    'A wall clock of `timeZone`, or with an offset an instant, of which the wall clock there is kept. One that a clock change skips is moved on by the gap; one that comes twice is the first, unless an offset says the second.',
  ),
  duration: patterned(nominal, 'PT1H30M').description(meanings.duration),
  timeZone: Joi.string()
    .description('An IANA name; by default that of the calendar, as it is then.')
    .example('Europe/Berlin'),
  freeBusy: Joi.valid('busy', 'free').description(meanings.freeBusy),
};

const recurs = 'How it recurs from `start` on (RFC 8984); null: it does not.';
const meeting = {
  title: 'Stand-up',
  start: '2027-03-01T09:00:00',
  duration: 'PT15M',
  timeZone: 'Europe/Berlin',
  recurrence: twiceAWeek,
};

const whole = {
  title: fields.title.required(),
  description: fields.description.default(null),
  location: fields.location.default(null),
  start: fields.start.required(),
  duration: fields.duration.required(),
  timeZone: fields.timeZone,
  freeBusy: fields.freeBusy.default('busy'),
  recurrence: rule.allow(null).description(recurs),
};

/** So that what a GET or a list shows can be sent back. */
const shown = {
  id: Joi.string(),
  calendarId: Joi.string(),
  occurrence: Joi.string().allow(null),
  end: Joi.string(),
  forced: Joi.any(),
  previousEntryId: Joi.any(),
  nextEntryId: Joi.any(),
  createdAt: Joi.any(),
  updatedAt: Joi.any(),
  overridden: Joi.any(),
};

export const newEntryBody = Joi.object(whole).example(meeting);
export const wholeEntryBody = Joi.object({ ...whole, ...shown }).example(meeting);

/** `null` puts a field back to its default: the zone to the calendar's. */
export const entryPatchBody = Joi.object({
  ...fields,
  recurrence: rulePatch.allow(null).description(recurs),
  excluded: Joi.valid(false).description('Brings an excluded occurrence back.').messages({
    'any.only': 'must be false, which brings an excluded occurrence back; DELETE excludes one',
  }),
  timeZone: fields.timeZone.allow(null),
  freeBusy: fields.freeBusy.allow(null),
  ...shown,
}).example({ title: 'Stand-up, shorter', duration: 'PT10M' });

export const checkBody = Joi.object({
  ...whole,
  excludeEntryId: id().description('An entry that is taken for gone, as this one may replace it.'),
}).example(meeting);

const scope = Joi.valid('this', 'thisAndFuture', 'all').description(
  'Of a series: one occurrence, that and all later ones, or all. By default `this` with `occurrence`, else `all`.',
);

const force = flag().description('Lets it in whatever it overlaps with.');

export const createQuery = Joi.object({ force });
const occurrence = instant().description('The original start of an occurrence, which names it.');

export const readQuery = Joi.object({ occurrence });
export const deleteQuery = Joi.object({ scope, occurrence });
export const updateQuery = deleteQuery.keys({ force });
export const listQuery = Joi.object({
  start: instant()
    .required()
    .description('Where the window begins, with an offset: `2027-03-01T00:00:00Z`.'),
  end: instant().required().description('Where it ends, itself not in it.'),
  expand: flag(true).description('`false`: each entry once, in place of its occurrences.'),
  ...page,
});

export type EntryBody = {
  title: string;
  description: string | null;
  location: string | null;
  start: string;
  duration: string;
  timeZone?: string;
  freeBusy: 'busy' | 'free';
  recurrence?: SentRule | null;
};
export type ShownFields = {
  id?: string;
  calendarId?: string;
  occurrence?: string | null;
  end?: string;
};
export type WholeEntryBody = EntryBody & ShownFields;
export type EntryPatchBody = Partial<
  Omit<EntryBody, 'timeZone' | 'freeBusy' | 'recurrence'> & {
    timeZone: string | null;
    freeBusy: 'busy' | 'free' | null;
    recurrence: RulePatch | null;
    excluded: false;
  }
> &
  ShownFields;
export type CheckBody = EntryBody & { excludeEntryId?: string };

export type ListQuery = {
  start: number;
  end: number;
  expand: boolean;
  limit: number;
  cursor?: string;
};
export type ScopeQuery = { scope?: 'this' | 'thisAndFuture' | 'all'; occurrence?: number };
export type UpdateQuery = ScopeQuery & { force: boolean };

export type Sent = { query: Record<string, unknown>; body: Record<string, unknown> };

const sentTimes = (body: Sent['body']) =>
  Object.fromEntries(
    ['start', 'duration', 'timeZone'].flatMap((name) => {
      const text = body[name];
      return typeof text === 'string' && text !== '' ? [[name, text]] : [];
    }),
  );

/** The rules of start, duration, time zone and recurrence, as far as the request alone shows them. */
export function timeRules({ body }: Sent): Fault[] {
  const { whole, members } = shapedOf(body.recurrence);
  if (whole) return faultsOfSent({ ...sentTimes(body), recurrence: body.recurrence as SentRule });
  return [...faultsOfSent(sentTimes(body)), ...faultsOfPatch(members)];
}

/** Like `timeRules`, where the recurrence is merged with what is stored. */
export function patchRules({ body, query }: Sent): Fault[] {
  const faults = [
    ...faultsOfSent(sentTimes(body)),
    ...faultsOfPatch(shapedOf(body.recurrence).members),
  ];
  const { excluded } = body;
  if (excluded === false && (query.occurrence === undefined || query.scope === 'thisAndFuture')) {
    faults.push({ pointer: '/excluded', detail: 'is for one occurrence, which the query names' });
  }
  return faults;
}

/** Which scopes need an occurrence, and which bear none. */
export function scopeRules({ query }: Sent): Fault[] {
  const { scope, occurrence } = query;
  if (scope === 'all' && occurrence !== undefined) {
    return [{ parameter: 'occurrence', detail: 'has no meaning with scope=all' }];
  }
  if ((scope === 'this' || scope === 'thisAndFuture') && occurrence === undefined) {
    return [{ parameter: 'occurrence', detail: `is required with scope=${scope}` }];
  }
  return [];
}

export function windowRules({ query: { start, end } }: Sent): Fault[] {
  const wrong = typeof start === 'number' && typeof end === 'number' && start >= end;
  return wrong ? [{ parameter: 'start', detail: 'must be before end' }] : [];
}
