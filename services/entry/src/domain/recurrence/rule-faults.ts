// A rule and its start in; every fault of the contract's out, each with the pointer of the field at fault.

import type { Fault } from '@calendar/shared/errors';
import type { ByDay, Rule } from './rule.ts';
import { compileSeries, occurrenceCount, type SeriesStart } from './series.ts';

const MAX_INTERVAL = 1_000;

/** The faults that a rule shows by itself, whatever it starts from. */
export function faultsOfRule(rule: Rule): Fault[] {
  return [...faultsOfMembers(rule), ...faultsOfNth(rule), ...faultsOfParts(rule)];
}

/** The faults that the members of a rule show whatever its frequency is. */
export function faultsOfMembers(rule: Partial<Rule>): Fault[] {
  return [
    ...faultsOfNumbers(rule),
    ...faultsOfList('byDay', rule.byDay?.map(nameOf)),
    ...faultsOfList('byMonthDay', rule.byMonthDay),
    ...faultsOfList('byMonth', rule.byMonth),
  ];
}

/** The faults of a rule that has none by itself, once its start is known. Costs up to 10 ms. */
export function faultsOfStartedRule(rule: Rule, start: SeriesStart): Fault[] {
  if (rule.untilMs !== undefined && rule.untilMs < start.startMs) {
    return [fault('/until', 'must not be before start')];
  }
  const { count: _, untilMs: __, ...endless } = rule;
  if (occurrenceCount(compileSeries(endless, start)) > 1) return [];
  return [fault('', 'must give a date after start and before the end of time')];
}

function fault(pointer: string, detail: string): Fault {
  return { pointer: `/recurrence${pointer}`, detail };
}

function faultsOfNumbers(rule: Partial<Rule>): Fault[] {
  const { interval = 1, count, untilMs, byMonthDay, byMonth } = rule;
  const faults: Fault[] = [];
  if (!isWithin(interval, 1, MAX_INTERVAL)) {
    faults.push(fault('/interval', `must be a whole number from 1 to ${MAX_INTERVAL}`));
  }
  if (count !== undefined && !isWithin(count, 1, Number.MAX_SAFE_INTEGER)) {
    faults.push(fault('/count', 'must be a whole number from 1'));
  }
  if (count !== undefined && untilMs !== undefined) {
    faults.push(fault('/until', 'must be left out where count is there'));
  }
  for (const [index, day] of (byMonthDay ?? []).entries()) {
    if (isWithin(Math.abs(day), 1, 31)) continue;
    faults.push(fault(`/byMonthDay/${index}`, 'must be from 1 to 31 or from -31 to -1'));
  }
  for (const [index, month] of (byMonth ?? []).entries()) {
    if (!isWithin(month, 1, 12)) faults.push(fault(`/byMonth/${index}`, 'must be from 1 to 12'));
  }
  return faults;
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function faultsOfList(name: string, list: readonly (string | number)[] | undefined): Fault[] {
  if (!list) return [];
  if (list.length === 0) return [fault(`/${name}`, 'must not be empty')];
  const seen = new Set<string | number>();
  return list.flatMap((value, index) => {
    const isNew = seen.size < seen.add(value).size;
    return isNew ? [] : [fault(`/${name}/${index}`, 'must not be there twice')];
  });
}

function nameOf({ day, nthOfPeriod }: ByDay): string {
  return `${day} ${nthOfPeriod}`;
}

/** RFC 5545 section 3.3.10: a number before a weekday is for months and years. */
function faultsOfNth({ frequency, byDay, byMonth }: Rule): Fault[] {
  const max = frequency === 'yearly' && !byMonth ? 53 : 5;
  const allowed = frequency === 'monthly' || frequency === 'yearly';
  return (byDay ?? []).flatMap(({ nthOfPeriod }, index) => {
    const pointer = `/byDay/${index}/nthOfPeriod`;
    if (nthOfPeriod === undefined) return [];
    if (!allowed) return [fault(pointer, 'is for monthly and yearly rules')];
    if (isWithin(Math.abs(nthOfPeriod), 1, max)) return [];
    return [fault(pointer, `must be from 1 to ${max} or from -${max} to -1`)];
  });
}

function faultsOfParts({ frequency, byMonthDay, byMonth, skip }: Rule): Fault[] {
  const faults: Fault[] = [];
  if (byMonthDay && frequency === 'weekly') {
    faults.push(fault('/byMonthDay', 'must be left out of a weekly rule'));
  }
  if (byMonthDay && frequency === 'yearly' && !byMonth) {
    faults.push(fault('/byMonthDay', 'needs byMonth in a yearly rule'));
  }
  if (skip !== 'omit' && (frequency === 'daily' || frequency === 'weekly')) {
    faults.push(fault('/skip', 'must be omit in a daily or weekly rule'));
  }
  return faults;
}
