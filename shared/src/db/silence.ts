// A frozen server or a dropped network never answers: such a connection is ended, and its statement fails as unavailable.
import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';

// Two private fields of mysql2, named only here: what runs on a connection is told nowhere else.
type Inside = { stream: Socket; _command: unknown };

/** Ends `connection` once its server says nothing for `ms` while a statement runs; an idle one is left alone. */
export function cutWhenSilent(connection: Connection, ms: number): void {
  const inside = connection as unknown as Inside;
  inside.stream.setTimeout(ms, () => {
    if (!inside._command) return;
    const error = new Error(`The database was silent on a statement for ${ms} ms`);
    inside.stream.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  });
}
