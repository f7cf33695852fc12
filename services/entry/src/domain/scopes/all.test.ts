// What becomes of overrides and exclusions when a whole series is changed, sentence by sentence.

import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { nthOccurrence, type Series } from '../recurrence/series.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { storedZone } from '../time/zone.ts';
import { changeAll } from './all.ts';

const made = (start: string, timeZone: string, rule: Partial<OracleRule> = {}) =>
  compiled({
    ...{ start, timeZone, days: 0, ms: HOUR },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule },
  });
const nth = (series: Series, n: number) => nthOccurrence(series, n)?.startMs as number;
const utc = storedZone('UTC');
const daily = { frequency: 'daily', interval: 1, skip: 'omit' } as const;

describe('a change of time', () => {
  const series = made('2027-01-01T09:00:00', 'UTC');
  const by = (ms: number) => ({ startMs: series.startMs + ms, wallMs: series.wallMs + ms });
  const first = { occurrence: series.startMs, title: 'first' };
  const third = { occurrence: nth(series, 2), title: 'third' };

  test('carries marks to the occurrence of their date', () => {
    const marks = { overrides: [first, third], exclusions: [nth(series, 5)] };
    expect(changeAll(series, marks, { start: by(HOUR) })).toMatchObject({
      overrides: [
        { ...first, occurrence: first.occurrence + HOUR },
        { ...third, occurrence: third.occurrence + HOUR },
      ],
      exclusions: [nth(series, 5) + HOUR],
      dropped: { overrides: 0, exclusions: 0 },
    });
  });

  test('leaves the first excluded on its date, and has it on another, whatever stood there', () => {
    const exclusions = [series.startMs, nth(series, 2)];
    const kept = changeAll(series, { overrides: [], exclusions }, { start: by(HOUR) });
    expect(kept.exclusions).toEqual(exclusions.map((at) => at + HOUR));
    const moved = changeAll(series, { overrides: [], exclusions }, { start: by(2 * DAY) });
    expect(moved.exclusions).toEqual([]);
    expect(moved.dropped).toEqual({ overrides: 0, exclusions: 2 });
  });

  test('to another date takes the override of the first along and drops what stood there', () => {
    const marks = { overrides: [first, third], exclusions: [] };
    expect(changeAll(series, marks, { start: by(2 * DAY) })).toMatchObject({
      overrides: [{ occurrence: third.occurrence, title: 'first' }],
      dropped: { overrides: 1, exclusions: 0 },
    });
  });

  test('drops what names no occurrence any more', () => {
    const marks = { overrides: [third], exclusions: [nth(series, 1), nth(series, 4)] };
    const rule = { ...daily, interval: 4 };
    expect(changeAll(series, marks, { rule })).toMatchObject({
      overrides: [],
      exclusions: [nth(series, 4)],
      dropped: { overrides: 1, exclusions: 1 },
    });
  });
});

test('another zone keeps marks by instant where it can, else by the local date of each', () => {
  // New York changes its clock on 14 March 2027, Berlin on 28 March.
  const series = made('2027-03-01T15:00:00', 'Europe/Berlin');
  const [same, other] = [nth(series, 2), nth(series, 20)];
  const changed = changeAll(
    series,
    { overrides: [], exclusions: [same, other] },
    { zone: storedZone('America/New_York') },
  );
  expect(changed.exclusions).toEqual([same, other - HOUR]);
});

test('where two come to one, the instant wins', () => {
  // 09:00 in Auckland is 20:00 in UTC the day before.
  const series = made('2027-01-02T09:00:00', 'Pacific/Auckland');
  const startMs = nth(series, 1);
  const start = { startMs, wallMs: utc.toLocal(startMs) };
  const change = { zone: utc, start, rule: { ...daily, interval: 2 } };
  const [byDate, byInstant] = [{ occurrence: nth(series, 2) }, { occurrence: nth(series, 3) }];
  for (const overrides of [
    [byDate, byInstant],
    [byInstant, byDate],
  ]) {
    const changed = changeAll(series, { overrides, exclusions: [] }, change);
    expect(changed.overrides).toEqual([byInstant]);
    expect(changed.dropped).toEqual({ overrides: 1, exclusions: 0 });
  }
});

test('the override of the first stays with the first, though the instant of another be there now', () => {
  const series = made('2027-01-02T09:00:00', 'Pacific/Auckland');
  const startMs = nth(series, 1);
  const [own, next] = [{ occurrence: series.startMs }, { occurrence: startMs }];
  const marks = { overrides: [own, next], exclusions: [] };
  const changed = changeAll(series, marks, { zone: utc, start: { startMs, wallMs: startMs } });
  expect(changed.overrides).toEqual([{ occurrence: startMs }, { occurrence: startMs + DAY }]);
});

test('a single entry has the override of the occurrence it is made of, and drops the rest', () => {
  const series = made('2027-01-01T09:00:00', 'UTC');
  const own = { occurrence: series.startMs, title: 'own' };
  const marks = {
    overrides: [own, { ...own, occurrence: nth(series, 1) }],
    exclusions: [nth(series, 3)],
  };
  expect(changeAll(series, marks, { rule: null })).toMatchObject({
    ...{ series: null, own, overrides: [], exclusions: [] },
    dropped: { overrides: 1, exclusions: 1 },
  });
});
