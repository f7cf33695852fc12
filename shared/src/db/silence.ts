// A frozen server or a dropped network never answers: such a connection is ended, and its statement fails as unavailable.
import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';

// Two private fields of mysql2, named only here: what runs on a connection is told nowhere else.
type Inside = { stream: Socket; _command: unknown };

/** Ends a connection with an error that everything queued on it gets; `destroy` of mysql2 leaves the queue waiting for ever. */
export function cut(connection: Connection, error: Error): void {
  (connection as unknown as Inside).stream.destroy(error);
}

/** Ends `connection` once its server says nothing for `ms` while a statement runs; an idle one is left alone. */
export function cutWhenSilent(connection: Connection, ms: number): void {
  const inside = connection as unknown as Inside;
  inside.stream.setTimeout(ms);
  // Not as the argument of `setTimeout`, which listens once: the first time is spent on an idle connection.
  inside.stream.on('timeout', () => {
    if (!inside._command) return;
    const error = new Error(`The database was silent on a statement for ${ms} ms`);
    cut(connection, Object.assign(error, { code: 'ETIMEDOUT' }));
  });
}
