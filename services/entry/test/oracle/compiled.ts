// From the oracle's description of a series to the module's.

import { seriesTimeline, type Timeline } from '../../src/domain/overlap/timeline.ts';
import type { Rule } from '../../src/domain/recurrence/rule.ts';
import { compileSeries, type Series } from '../../src/domain/recurrence/series.ts';
import { storedZone } from '../../src/domain/time/zone.ts';
import { namedChanges, type OracleEntry } from './collisions.ts';
import type { OracleRule, OracleSeries } from './occurrences.ts';

const wall = (text: string) => Date.parse(`${text}Z`);

export function compiled(series: OracleSeries & { rule: OracleRule }): Series {
  const { start, second, ruleStart, timeZone, days, ms, rule } = series;
  const zone = storedZone(timeZone);
  return compileSeries(rule as Rule, {
    startMs: zone.toInstant(wall(start), second ? 'second' : 'first'),
    wallMs: wall(start),
    ruleWallMs: wall(ruleStart ?? start),
    zone,
    duration: { text: '', days, ms },
  });
}

export function timeline(entry: OracleEntry): Timeline {
  const series = compiled(entry.series as OracleSeries & { rule: OracleRule });
  return seriesTimeline(series, namedChanges(entry));
}
