// A calendar as it is held here, and as the authority has it: in what they differ, if they do.

type Version = { version: number; state: 'active' | 'deleted' };

export const differences = ['unknown', 'deleted', 'unpurged', 'version'] as const;

/**
 * `unknown`: the authority never heard of it; `deleted`: it is a tombstone there; `unpurged`: it is one here, whose entries may still be
 * there; `version`: another version, an older one too where the authority's database was restored.
 */
export type Difference = (typeof differences)[number];

export function differenceOf(held: Version, authority: Version | undefined): Difference | null {
  if (held.state === 'deleted') return 'unpurged';
  if (!authority) return 'unknown';
  if (authority.state === 'deleted') return 'deleted';
  return authority.version === held.version ? null : 'version';
}
