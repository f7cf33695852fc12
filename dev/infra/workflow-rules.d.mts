export function faultsOf(
  workflows: ReadonlyMap<string, string>,
  scripts: Record<string, string>,
): string[];
