// Names of time zones, as the IANA database spells them.

/** The usual spelling of an IANA zone or link named in any case; null for what is none, an offset included. */
export function zoneName(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
