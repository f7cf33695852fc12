// RFC 8984 section 1.4.6, without fractions: the text of a duration in, its nominal days and exact ms out; or the rule it breaks.

import { DAY, HOUR, SECOND } from './civil.ts';
import type { Broken } from './timestamp.ts';

/** `days` are added to a wall clock, then `ms` exactly (RFC 5545 section 3.3.6). `text` is as sent, at most 47 characters. */
export type Duration = { text: string; days: number; ms: number };

export const MAX_DURATION_DAYS = 366;

// As in the RFC, hours and seconds without minutes between them are none.
const DURATION =
  /^P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H(?=\d+M|$))?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Reads a `duration`: greater than zero, at most 366 days with a day counted as 24 h. */
export function parseDuration(text: string): Duration | Broken {
  const numbers = DURATION.exec(text)?.slice(1);
  if (!numbers) {
    return {
      broken:
        'must be weeks, days, hours, minutes and seconds such as PT45M, P1D, P1DT2H, PT1H0M5S or P1W2D, without sign or fraction',
    };
  }
  // 366 days of seconds have 8 digits; more could only be zeros in front.
  if (numbers.some((digits) => digits && digits.length > 8)) {
    return { broken: 'must not have a number of more than 8 digits' };
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.map((digits) =>
    Number(digits ?? 0),
  );
  const nominal = weeks * 7 + days;
  const ms = hours * HOUR + (minutes * 60 + seconds) * SECOND;
  const total = nominal * DAY + ms;
  if (total === 0) return { broken: 'must be greater than zero' };
  if (total > MAX_DURATION_DAYS * DAY) {
    return { broken: `must be at most ${MAX_DURATION_DAYS} days, a day counted as 24 hours` };
  }
  return { text, days: nominal, ms };
}

/** The duration of a text that was accepted before; throws where it is none. */
export function storedDuration(text: string): Duration {
  const duration = parseDuration(text);
  if ('broken' in duration) throw new Error(`A stored duration ${duration.broken}: ${text}`);
  return duration;
}
