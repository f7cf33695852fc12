import { storedZone } from '../time/zone.ts';
import type { Rule } from './rule.ts';
import {
  faultsOfPatch,
  mergeRule,
  type RulePatch,
  readRule,
  ruleIn,
  ruleView,
  type SentRule,
  sameRule,
} from './sent-rule.ts';

const berlin = storedZone('Europe/Berlin');

function ruleOf(sent: Partial<SentRule>): Rule | string[] {
  const read = readRule(sent);
  if ('faults' in read)
    return read.faults.map((fault) => ('pointer' in fault ? fault.pointer : ''));
  const rule = ruleIn(read, berlin);
  return 'faults' in rule ? ['in its zone'] : rule;
}

test('defaults are filled in, the rest stays as sent, and is shown so', () => {
  const sent: SentRule = {
    frequency: 'monthly',
    byDay: [{ day: 'tu', nthOfPeriod: 2 }],
    byMonth: [3, 1],
    until: '2027-06-30T09:00:00+02:00',
  };
  const rule = ruleOf(sent) as Rule;
  expect(rule).toEqual({
    ...{ frequency: 'monthly', interval: 1, skip: 'omit', byDay: sent.byDay, byMonth: [3, 1] },
    untilMs: Date.UTC(2027, 5, 30, 7),
  });
  expect(ruleView(rule, berlin)).toEqual({ ...sent, interval: 1, skip: 'omit' });
  expect(ruleOf(ruleView(rule, berlin))).toEqual(rule);
});

test('an until without offset is read in the zone', () => {
  const rule = ruleOf({ frequency: 'daily', until: '2027-06-30T09:00:00' });
  expect(rule).toMatchObject({ untilMs: Date.UTC(2027, 5, 30, 7) });
});

test.each<[Partial<SentRule>, string[]]>([
  [{}, ['/recurrence/frequency']],
  [{ until: 'x' }, ['/recurrence/frequency', '/recurrence/until']],
  [{ frequency: 'daily', until: '2027-06-30' }, ['/recurrence/until']],
  [{ frequency: 'daily', until: '2027-06-30T09:00:00', count: 2 }, ['/recurrence/until']],
  [{ frequency: 'daily', until: '0000-06-30T09:00:00Z' }, ['in its zone']],
  [
    { frequency: 'weekly', interval: 0, byMonthDay: [0] },
    ['/recurrence/interval', '/recurrence/byMonthDay/0', '/recurrence/byMonthDay'],
  ],
])('%j has the faults %j', (sent, faults) => {
  expect(ruleOf(sent)).toEqual(faults);
});

test.each<[RulePatch, string[]]>([
  [{ interval: 2, count: null }, []],
  [{ interval: 0 }, ['/recurrence/interval']],
  [{ count: 3, until: '2027-06-30T09:00:00' }, ['/recurrence/until']],
  [{ until: '2027' }, ['/recurrence/until']],
  [{ byDay: [] }, ['/recurrence/byDay']],
])('a patch of %j shows the faults %j by itself', (patch, faults) => {
  expect(faultsOfPatch(patch).map((fault) => 'pointer' in fault && fault.pointer)).toEqual(faults);
});

test('a patch is merged member by member, and null removes (RFC 7396)', () => {
  const stored: SentRule = { frequency: 'weekly', interval: 2, skip: 'omit', count: 5 };
  expect(mergeRule(stored, { interval: null, count: 9 })).toEqual({
    frequency: 'weekly',
    skip: 'omit',
    count: 9,
  });
  expect(mergeRule(stored, { count: null, byDay: [{ day: 'mo' }] })).toEqual({
    ...{ frequency: 'weekly', interval: 2, skip: 'omit', byDay: [{ day: 'mo' }] },
  });
  expect(mergeRule(null, { frequency: 'daily', interval: null })).toEqual({ frequency: 'daily' });
});

test('rules are the same by what they say, not by how it is ordered', () => {
  const one: Rule = { frequency: 'daily', interval: 1, skip: 'omit', count: 3 };
  expect(sameRule(one, { count: 3, skip: 'omit', interval: 1, frequency: 'daily' })).toBe(true);
  expect(sameRule(one, { ...one, count: 4 })).toBe(false);
  expect(sameRule(one, null)).toBe(false);
  expect(sameRule(null, null)).toBe(true);
});
