// Epoch ms in, RFC 3339 text out, by integer arithmetic alone: lists write two or three of these for every item.

import { civilFromDays, DAY, SECOND } from './civil.ts';
import type { Zone } from './zone.ts';

const MINUTE = 60_000;
const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

function two(n: number): string {
  return TWO_DIGITS[n] as string;
}

/** A wall clock as `2027-03-01T09:00:00`; years 0000 to 9999, below a second nothing is shown. */
export function formatLocal(localMs: number): string {
  const localDay = Math.floor(localMs / DAY);
  const { year, month, day } = civilFromDays(localDay);
  const second = Math.floor((localMs - localDay * DAY) / SECOND);
  const minute = Math.floor(second / 60);
  const date = `${two(Math.floor(year / 100))}${two(year % 100)}-${two(month)}-${two(day)}`;
  return `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}`;
}

/** An instant as `2027-03-01T09:00:00+01:00`: the zone's wall clock and offset, `Z` where that is zero, UTC where it is no whole minute. */
export function formatInZone(instantMs: number, zone: Zone): string {
  const offsetMs = zone.offsetAt(instantMs);
  if (offsetMs === 0 || offsetMs % MINUTE !== 0) return `${formatLocal(instantMs)}Z`;
  const minutes = Math.abs(offsetMs) / MINUTE;
  const sign = offsetMs < 0 ? '-' : '+';
  return `${formatLocal(instantMs + offsetMs)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** An instant in UTC with milliseconds, as `createdAt` and `updatedAt` are shown. */
export function formatUtcMs(instantMs: number): string {
  const ms = instantMs - Math.floor(instantMs / SECOND) * SECOND;
  return `${formatLocal(instantMs)}.${String(ms).padStart(3, '0')}Z`;
}
