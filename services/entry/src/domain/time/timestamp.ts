// RFC 3339 text in, epoch ms (or local ms, where it names no offset) out; or the rule that the text breaks, as a sentence.

import { DAY, daysFromCivil, daysInMonth, HOUR, SECOND } from './civil.ts';

/** The rule that a text breaks, as a sentence for `errors[].detail`. */
export type Broken = { broken: string };

/** When an entry starts: an instant (epoch ms), or a wall clock (local ms) still to be read in a zone. */
export type Start = { instantMs: number } | { localMs: number };

/** Entries lie between these two instants (epoch ms), both included. */
export const START_OF_TIME = daysFromCivil(1, 1, 2) * DAY;
export const END_OF_TIME = daysFromCivil(9999, 12, 31) * DAY;

export function isWithinTime(instantMs: number): boolean {
  return instantMs >= START_OF_TIME && instantMs <= END_OF_TIME;
}

/** Reads `start` of an entry: whole seconds, with an offset or without; any year from 0000 to 9999. */
export function parseStart(text: string): Start | Broken {
  const read = readTimestamp(text, '2027-03-01T09:00:00+01:00 or 2027-03-01T09:00:00');
  if ('broken' in read) return read;
  if (/[1-9]/.test(read.fraction)) return { broken: 'must be whole seconds' };
  if (read.offsetMs === null) return { localMs: read.localMs };
  return { instantMs: read.localMs - read.offsetMs };
}

/** A wall clock that was stored, as local ms; throws where it is none. */
export function readWall(wallStart: string): number {
  const wall = parseStart(wallStart);
  if (!('localMs' in wall)) throw new Error(`A stored wall clock is none: ${wallStart}`);
  return wall.localMs;
}

/** Reads a timestamp that needs its offset, such as a list's window or `occurrence`: epoch ms, any year from 0000 to 9999. */
export function parseInstant(text: string): { instantMs: number } | Broken {
  const read = readTimestamp(text, '2027-03-01T09:00:00+01:00');
  if ('broken' in read) {
    // A query turns a bare + into a space.
    if (!SPACED_OFFSET.test(text)) return read;
    return { broken: 'has a space where its offset begins; a + in a query must be written %2B' };
  }
  if (read.offsetMs === null) return { broken: 'must have an offset, such as Z or +01:00' };
  if (/[1-9]/.test(read.fraction.slice(3))) {
    return { broken: 'must not be finer than milliseconds' };
  }
  const ms = Number(read.fraction.slice(0, 3).padEnd(3, '0'));
  return { instantMs: read.localMs - read.offsetMs + ms };
}

// RFC 3339 section 5.6, date-time; its letters count in either case. The offset may be missing here.
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d)|)$/;
const SPACED_OFFSET = /\d \d\d:\d\d$/;

type Read = { localMs: number; fraction: string; offsetMs: number | null };

function readTimestamp(text: string, example: string): Read | Broken {
  const match = TIMESTAMP.exec(text);
  if (!match) return { broken: `must be an RFC 3339 timestamp such as ${example}` };
  const part = (group: number) => Number(match[group] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return { broken: 'must name a date that exists' };
  }
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (second === 60) return { broken: 'must not name a leap second' };
  if (hour > 23 || minute > 59 || second > 59 || part(9) > 23 || part(10) > 59) {
    return { broken: 'must name a time of day and an offset that exist' };
  }
  const secondOfDay = (hour * 60 + minute) * 60 + second;
  return {
    localMs: daysFromCivil(year, month, day) * DAY + secondOfDay * SECOND,
    fraction: match[7] ?? '',
    offsetMs: offsetOf(text, match[8], part(9) * HOUR + part(10) * 60 * SECOND),
  };
}

function offsetOf(text: string, sign: string | undefined, ms: number): number | null {
  if (sign) return sign === '-' ? -ms : ms;
  return /[Zz]$/.test(text) ? 0 : null;
}
