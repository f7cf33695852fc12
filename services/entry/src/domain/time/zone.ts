// Time zones: the name of one in, its arithmetic between instants and wall clocks out. Instants are epoch ms, local ms are wall clocks
// read as if UTC. A wall clock that a change skips moves forward by the gap, one that comes twice means the first (RFC 5545 section 3.3.5).

import { DAY } from './civil.ts';
import { readZoneTable, roundsBack, spelledByTemporal, type ZoneTable } from './zone-table.ts';

export type Zone = {
  /** The IANA name or link in its usual spelling; a link stays a link. */
  readonly name: string;
  /** Local minus UTC at an instant, in ms; whole seconds (local mean times have them). */
  offsetAt(instantMs: number): number;
  toLocal(instantMs: number): number;
  /** The instant of a wall clock. `second` counts where a wall clock comes twice; in a gap both mean the same. */
  toInstant(localMs: number, which?: 'first' | 'second'): number;
  /** Whether the zone skips this whole local day (days since 1970-01-01), as Pacific/Apia did 2011-12-30. */
  skipsDate(localDay: number): boolean;
  /** Every local day that the zone skips whole, ascending; few zones have one. */
  readonly skippedDates: readonly number[];
  /** The first instant after this one at which the offset changes; Infinity where it never does. */
  nextChange(instantMs: number): number;
  /** The first wall clock after this one at which toInstant jumps: the end of a gap, or of what comes twice; Infinity where there is none. */
  nextJump(localMs: number): number;
};

const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
// By usual and by lower-case spelling: no more than twice the names that IANA has.
const zones = new Map<string, Zone>();

/** The zone of an IANA name or link in any case; null where there is none (an offset is none). */
export function zoneNamed(name: string): Zone | null {
  const known = zones.get(name) ?? zones.get(name.toLowerCase());
  if (known) return known;
  const spelled = NAME.test(name) ? spelledByTemporal(name) : null;
  if (spelled === null) return null;
  const zone = zoneOf(spelled, readZoneTable(spelled));
  zones.set(spelled, zone).set(spelled.toLowerCase(), zone);
  return zone;
}

/** The zone of a name that was accepted before; throws where this release's zone data lacks it. */
export function storedZone(name: string): Zone {
  const zone = zoneNamed(name);
  if (!zone) throw new Error(`The zone data of this release lacks ${name}.`);
  return zone;
}

// No offset reaches a day: what happens to a wall clock is decided by the spans within a day of it.
const REACH = DAY;

function zoneOf(name: string, { starts, offsets }: ZoneTable): Zone {
  const count = starts.length;
  const startOf = (i: number) => (i < count ? (starts[i] as number) : Number.POSITIVE_INFINITY);
  const offsetOf = (i: number) => offsets[i] as number;

  /** The span that holds an instant of the table. */
  function spanAt(instantMs: number): number {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (startOf(middle) <= instantMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The span after which a wall clock lies in a gap, or null where it lies in none. */
  function gapAfter(local: number): number | null {
    let before: number | null = null;
    for (let i = spanAt(local - REACH); local - offsetOf(i) >= startOf(i); i += 1) {
      if (local - offsetOf(i) < startOf(i + 1)) return null;
      before = i;
    }
    return before;
  }

  function offsetAt(instantMs: number): number {
    return offsetOf(spanAt(instantMs - roundsBack(instantMs)));
  }

  function toInstant(localMs: number, which: 'first' | 'second' = 'first'): number {
    const back = roundsBack(localMs);
    const local = localMs - back;
    let found: number | null = null;
    for (let i = spanAt(local - REACH); startOf(i) - REACH <= local; i += 1) {
      const instant = local - offsetOf(i);
      if (instant < startOf(i) || instant >= startOf(i + 1)) continue;
      found = instant;
      if (which === 'first') break;
    }
    return (found ?? local - offsetOf(gapAfter(local) as number)) + back;
  }

  // No yearly rule skips a date, so later rounds have none.
  const skippedDates: number[] = [];
  for (let i = 1; i < count; i += 1) {
    const end = Math.floor((startOf(i) + offsetOf(i)) / DAY);
    for (let day = Math.ceil((startOf(i) + offsetOf(i - 1)) / DAY); day < end; day += 1) {
      skippedDates.push(day);
    }
  }
  const skipsDate = (localDay: number) => skippedDates.includes(localDay);

  function nextChange(instantMs: number): number {
    const back = roundsBack(instantMs);
    return startOf(spanAt(instantMs - back) + 1) + back;
  }

  function nextJump(localMs: number): number {
    const back = roundsBack(localMs);
    const local = localMs - back;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = spanAt(local - REACH) + 1; i < count && startOf(i) - REACH < nearest; i += 1) {
      const jump = startOf(i) + Math.max(offsetOf(i - 1), offsetOf(i));
      if (jump > local && jump < nearest) nearest = jump;
    }
    return nearest + back;
  }

  const toLocal = (instantMs: number) => instantMs + offsetAt(instantMs);
  return { name, offsetAt, toLocal, toInstant, skipsDate, skippedDates, nextChange, nextJump };
}
