// Scope `this`: what one occurrence of a series has of its own.

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
