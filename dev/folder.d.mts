// The types of folder.mjs that tests use.

/** Takes the folder for this process; `holder` is the pid of the living process that has it already, or null. */
export function takeFolder(data: string): Promise<{ holder: number | null; leftovers: number }>;
