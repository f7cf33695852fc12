// Where something starts, and where it ends from there.

import { DAY } from './civil.ts';
import type { Duration } from './duration.ts';
import type { Zone } from './zone.ts';

/** The instant (epoch ms) and the wall clock (local ms) at which an entry starts. */
export type Anchor = { startMs: number; wallMs: number };

/** Where it ends (epoch ms): days are added to the wall clock as sent, hours and below exactly (RFC 5545 section 3.3.6). */
export function endOf(startMs: number, wallMs: number, duration: Duration, zone: Zone): number {
  // Without days the start counts, which may be the second of a wall clock that comes twice.
  if (duration.days === 0) return startMs + duration.ms;
  return zone.toInstant(wallMs + duration.days * DAY) + duration.ms;
}
