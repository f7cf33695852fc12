// A log that tests can look into.
import { pino } from 'pino';
import type { Log } from '../log.ts';

export type CollectedLog = { log: Log; messages: string[] };

/** `messages` grows with what is logged. */
export function collectedLog(): CollectedLog {
  const messages: string[] = [];
  const write = (line: string) => messages.push(JSON.parse(line).msg);
  return { log: pino({}, { write }), messages };
}
