// Texts of the contract to instants and back, by Temporal alone. Instants are epoch milliseconds.

/** A time with an offset as it is, one without read in the zone. */
export function instantOf(text: string, timeZone: string): number {
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
}

const zoned = (ms: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);

export const wallOf = (ms: number, timeZone: string): string =>
  zoned(ms, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' });

export const dateOf = (ms: number, timeZone: string): string =>
  zoned(ms, timeZone).toPlainDate().toString();

/** As answers show it. */
export function shown(ms: number, timeZone: string): string {
  if (timeZone !== 'UTC') {
    return zoned(ms, timeZone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  }
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ smallestUnit: 'second' });
}

/** Days are added to the wall clock, hours and below exactly. */
export function endOf(startMs: number, duration: string, timeZone: string): number {
  const { weeks, days, hours, minutes, seconds } = Temporal.Duration.from(duration);
  const exact = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (weeks === 0 && days === 0) return startMs + exact;
  return zoned(startMs, timeZone).add({ weeks, days }).epochMilliseconds + exact;
}

/** The last second of the local day before. */
export const endOfDayBefore = (ms: number, timeZone: string): number =>
  zoned(ms, timeZone).startOfDay().epochMilliseconds - 1000;
