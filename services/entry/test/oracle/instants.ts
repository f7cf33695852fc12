// The oracle's clock: wall clocks (local ms, read as if UTC) of a zone in, instants (epoch ms) out, by Temporal alone.
// Temporal is asked for every wall clock near a clock change, and once for all those between two changes.

const DAY = 86_400_000;

/** Far from any clock change: the wall clocks in [from, to) all have this offset (ms). */
type Quiet = { from: number; to: number; offset: number };

/** For each zone the stretch that was asked for last: who asks goes on from one day to the next. */
const known = new Map<string, Quiet>();

/** What Temporal calls a wall clock. */
export function plainAt(wallMs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime();
}

/** A wall clock of Temporal's as a number. */
export function wallOf(wall: Temporal.PlainDateTime): number {
  return wall.toZonedDateTime('UTC').epochMilliseconds;
}

/** A wall clock in a gap moves forward by it; of one that comes twice `later` says the second. */
export function instantOf(
  timeZone: string,
  wallMs: number,
  disambiguation: 'compatible' | 'later' = 'compatible',
): number {
  const quiet = quietAt(timeZone, wallMs);
  if (quiet) return wallMs - quiet.offset;
  const at = plainAt(wallMs).toZonedDateTime(timeZone, { disambiguation });
  known.set(timeZone, quietAround(at));
  return at.epochMilliseconds;
}

/** Whether the zone has the date of a wall clock, or skips it whole. */
export function hasDate(timeZone: string, wallMs: number): boolean {
  if (quietAt(timeZone, wallMs)) return true;
  const date = plainAt(wallMs).toPlainDate();
  return date.toZonedDateTime(timeZone).toPlainDate().equals(date);
}

function quietAt(timeZone: string, wallMs: number): Quiet | null {
  const quiet = known.get(timeZone);
  return quiet && wallMs >= quiet.from && wallMs < quiet.to ? quiet : null;
}

/** What lies more than two days from the changes before and after: no change moves a clock by more than one. */
function quietAround(at: Temporal.ZonedDateTime): Quiet {
  const offset = at.offsetNanoseconds / 1e6;
  // A change at this very instant is one before.
  const before = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const after = at.getTimeZoneTransition('next');
  return {
    from: (before?.epochMilliseconds ?? -Infinity) + offset + 2 * DAY,
    to: (after?.epochMilliseconds ?? Infinity) + offset - 2 * DAY,
    offset,
  };
}
