// A rule as JSON carries it in; the rule of the domain, or every fault, out; and the way back. `until` needs a zone to be an instant.

import type { Fault } from '@calendar/shared/errors';
import { END_OF_TIME, isWithinTime, parseStart, type Start } from '../time/timestamp.ts';
import { formatInZone } from '../time/timestamp-text.ts';
import type { Zone } from '../time/zone.ts';
import type { ByDay, Rule } from './rule.ts';
import { faultsOfMembers, faultsOfRule } from './rule-faults.ts';

/** What a client sends and sees: RFC 8984 section 4.3.3, `until` as a time like `start`. */
export type SentRule = Omit<Rule, 'interval' | 'skip' | 'untilMs'> & {
  interval?: number;
  skip?: Rule['skip'];
  until?: string;
};

/** A merge patch of one: null removes. */
export type RulePatch = { [Name in keyof SentRule]?: SentRule[Name] | null };

/** A rule whose end by time still waits for a zone. */
export type ReadRule = { rule: Rule; until?: Start };

type Faulty = { faults: Fault[] };

/** The rule with its defaults filled in, or every fault that it shows by itself. */
export function readRule({ until: text, ...sent }: Partial<SentRule>): ReadRule | Faulty {
  const { frequency } = sent;
  const { faults, until } = readUntil(text);
  if (!frequency) {
    return { faults: [{ pointer: '/recurrence/frequency', detail: 'is required' }, ...faults] };
  }
  const rule = canonical({
    ...sent,
    frequency,
    interval: sent.interval ?? 1,
    skip: sent.skip ?? 'omit',
  });
  faults.push(...faultsOfRule({ ...rule, ...pendingEnd(text) }));
  if (faults.length > 0) return { faults };
  return until ? { rule, until } : { rule };
}

/** The faults that a merge patch of a rule shows whatever it is merged with. */
export function faultsOfPatch(patch: RulePatch): Fault[] {
  const { until, ...sent } = mergeRule(null, patch);
  return [...faultsOfMembers({ ...sent, ...pendingEnd(until) }), ...readUntil(until).faults];
}

/** While there is no zone, any instant stands for the end. */
const pendingEnd = (until: string | undefined) =>
  until === undefined ? {} : { untilMs: END_OF_TIME };

function readUntil(text: string | undefined): { faults: Fault[]; until?: Start } {
  const until = text === undefined ? undefined : parseStart(text);
  if (!until) return { faults: [] };
  return 'broken' in until ? { faults: [untilFault(until.broken)] } : { faults: [], until };
}

/** The rule once its zone is known; an `until` outside of time is a fault. */
export function ruleIn({ rule, until }: ReadRule, zone: Zone): Rule | Faulty {
  if (!until) return rule;
  const untilMs = 'instantMs' in until ? until.instantMs : zone.toInstant(until.localMs);
  if (isWithinTime(untilMs)) return { ...rule, untilMs };
  return { faults: [untilFault('must be from 0001-01-02T00:00:00Z to 9999-12-31T00:00:00Z')] };
}

const untilFault = (detail: string): Fault => ({ pointer: '/recurrence/until', detail });

/** What a client sees of a rule. */
export function ruleView({ untilMs, ...rule }: Rule, zone: Zone): SentRule {
  return untilMs === undefined ? rule : { ...rule, until: formatInZone(untilMs, zone) };
}

/** RFC 7396: what the patch leaves out stays, null goes back to the default. */
export function mergeRule(stored: SentRule | null, patch: RulePatch): Partial<SentRule> {
  const merged = Object.entries({ ...stored, ...patch });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** Whether two rules are the same in every part, their ends included. */
export function sameRule(one: Rule | null, other: Rule | null): boolean {
  return JSON.stringify(one && canonical(one)) === JSON.stringify(other && canonical(other));
}

/** One order of members, so that equal rules are equal texts. */
function canonical(rule: Rule): Rule {
  const { frequency, interval, byDay, byMonthDay, byMonth, skip, count, untilMs } = rule;
  return {
    frequency,
    interval,
    ...(byDay && { byDay: byDay.map(canonicalDay) }),
    ...(byMonthDay && { byMonthDay }),
    ...(byMonth && { byMonth }),
    skip,
    ...(count !== undefined && { count }),
    ...(untilMs !== undefined && { untilMs }),
  };
}

const canonicalDay = ({ day, nthOfPeriod }: ByDay): ByDay =>
  nthOfPeriod === undefined ? { day } : { day, nthOfPeriod };
