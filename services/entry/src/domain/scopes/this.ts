// Scope `this`: one occurrence of a series overridden, excluded or brought back. Marks in, marks out.

import type { Marks, Named } from './marks.ts';

/** Puts an override in place of the occurrence's own; one that holds nothing is none. */
export function overrideOccurrence<Override extends Named>(
  { overrides, exclusions }: Marks<Override>,
  occurrence: number,
  override: Override | null,
): Marks<Override> {
  const others = overrides.filter((other) => other.occurrence !== occurrence);
  return { overrides: override ? [...others, override] : others, exclusions };
}

/** Takes the occurrence out of the series, with what was changed about it. */
export function excludeOccurrence<Override extends Named>(
  marks: Marks<Override>,
  occurrence: number,
): Marks<Override> {
  const { overrides, exclusions } = overrideOccurrence(marks, occurrence, null);
  return { overrides, exclusions: [...exclusions.filter((at) => at !== occurrence), occurrence] };
}

/** Brings an excluded occurrence back as the rule gives it; on one that is there nothing happens. */
export function restoreOccurrence<Override extends Named>(
  { overrides, exclusions }: Marks<Override>,
  occurrence: number,
): Marks<Override> {
  return { overrides, exclusions: exclusions.filter((at) => at !== occurrence) };
}

/**
 * What an override holds after a write: each field from when it was last sent, if it differed from the series then. Null where it
 * holds nothing.
 */
export function heldFields<Fields extends object>(
  ofSeries: Fields,
  held: Partial<Fields>,
  sent: Partial<Fields>,
): Partial<Fields> | null {
  const next: Partial<Fields> = { ...held };
  for (const name of Object.keys(sent) as (keyof Fields)[]) {
    const value = sent[name];
    if (value === undefined) continue;
    if (value === ofSeries[name]) delete next[name];
    else next[name] = value;
  }
  return Object.keys(next).length === 0 ? null : next;
}
