// From SIGTERM to the end of a process: stop being ready, serve on for a while, then close what was opened.
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves with the first signal that asks the process to end. */
export function endSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

/** Keeps serving for `seconds`, so that the gateway sees the readiness fall, then finishes what is in flight. */
export async function drain(server: Server, seconds: number): Promise<void> {
  if (seconds > 0) await delay(seconds * 1000);
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that is busy now turns idle later, and is not closed by itself then.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearInterval(sweep);
}
