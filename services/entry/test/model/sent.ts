// What a client sends, and what a whole entry is after it: fields, start, zone and rule; marks not yet looked at.
import type { OracleRule } from '../oracle/occurrences.ts';
import type { Entry } from './entry.ts';
import { dateOf, instantOf, shown } from './times.ts';

type Rule = {
  frequency: OracleRule['frequency'];
  interval: number | null;
  byDay: OracleRule['byDay'] | null;
  byMonthDay: readonly number[] | null;
  byMonth: readonly number[] | null;
  skip: OracleRule['skip'] | null;
  count: number | null;
  until: string | null;
};

export type SentRule = Partial<Rule>;

export type Sent = {
  title?: string;
  description?: string | null;
  location?: string | null;
  start?: string;
  duration?: string;
  timeZone?: string | null;
  freeBusy?: string | null;
  recurrence?: SentRule | null;
  excluded?: false;
};

export type Verb = 'PUT' | 'PATCH';

/** A rule has a frequency, at most one of `count` and `until`, and an `until` that is not before `start`. */
export function isRefused({ rule, startMs }: Entry): boolean {
  if (!rule) return false;
  if (!rule.frequency || (rule.count !== undefined && rule.untilMs !== undefined)) return true;
  return rule.untilMs !== undefined && rule.untilMs < startMs;
}

/** As an answer shows it. */
export function shownRule({ rule, timeZone }: Entry) {
  if (!rule) return null;
  const { untilMs, ...rest } = rule;
  return untilMs === undefined ? rest : { ...rest, until: shown(untilMs, timeZone) };
}

const without = <T extends object>(value: T, gone: unknown) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== gone));

/** With `interval` and `skip` filled in. */
function stored(sent: SentRule, timeZone: string): OracleRule {
  const { until, ...rest } = without(sent, null) as Partial<Rule>;
  const bounded = until ? { untilMs: instantOf(until, timeZone) } : {};
  return { ...{ interval: 1, skip: 'omit' }, ...rest, ...bounded } as OracleRule;
}

function ruleAfter(verb: Verb, before: Entry, { recurrence }: Sent, timeZone: string) {
  if (recurrence === null) return null;
  if (verb === 'PUT') return recurrence ? stored(recurrence, timeZone) : null;
  if (!recurrence) return before.rule;
  return stored({ ...shownRule(before), ...recurrence }, timeZone);
}

/** All of the rule that makes it count from a new start. */
export function pattern(rule: OracleRule): string {
  const { frequency, interval, byDay, byMonthDay, byMonth, skip } = rule;
  return JSON.stringify([frequency, interval, byDay, byMonthDay, byMonth, skip]);
}

function ruleDateAfter(before: Entry, after: Omit<Entry, 'ruleDate'>): string {
  const date = dateOf(after.startMs, after.timeZone);
  const moved = date !== dateOf(before.startMs, before.timeZone);
  const same = before.rule && after.rule && pattern(before.rule) === pattern(after.rule);
  return same && !moved ? before.ruleDate : date;
}

/** What is left out: as it was of a PATCH, the default of a PUT. Null: the default. */
function textAfter(verb: Verb, before: Entry, sent: Sent) {
  const defaults = { description: null, location: null, freeBusy: 'busy' };
  const { title, description, location, freeBusy } = before;
  const kept = verb === 'PUT' ? { title, ...defaults } : { title, description, location, freeBusy };
  const { title: t, description: d, location: l, freeBusy: f } = sent;
  const named = without({ title: t, description: d, location: l, freeBusy: f }, undefined);
  return { ...kept, ...named, ...(f === null && { freeBusy: 'busy' }) };
}

/** A whole entry or a whole part of one, changed. `sameStarts`: what sent as `start` changes nothing. */
export function changed(
  verb: Verb,
  before: Entry,
  sent: Sent,
  { zone, sameStarts }: { zone: string; sameStarts: readonly number[] },
): Entry {
  const kept = verb === 'PUT' ? zone : before.timeZone;
  const timeZone = sent.timeZone === null ? zone : (sent.timeZone ?? kept);
  const startSent = sent.start === undefined ? before.startMs : instantOf(sent.start, timeZone);
  const after = {
    ...before,
    ...textAfter(verb, before, sent),
    timeZone,
    startMs: sameStarts.includes(startSent) ? before.startMs : startSent,
    duration: sent.duration ?? before.duration,
    rule: ruleAfter(verb, before, sent, timeZone),
  };
  return { ...after, ruleDate: ruleDateAfter(before, after) };
}

/** A new entry of a POST. */
export function created(id: string, sent: Sent, zone: string): Entry {
  const nothing = { title: '', description: null, location: null, freeBusy: 'busy' };
  const none = { startMs: NaN, duration: '', timeZone: zone, rule: null, ruleDate: '' };
  const blank = {
    ...nothing,
    ...none,
    forced: false,
    marks: new Map(),
    previous: null,
    next: null,
  };
  const timeZone = sent.timeZone ?? zone;
  const startMs = instantOf(sent.start as string, timeZone);
  return changed('PUT', { id, ...blank, startMs }, sent, { zone, sameStarts: [] });
}
