// Keeps asking for a lease and renewing it, and knows at any moment whether it is still held.
import type { Writer } from '../db/connect.ts';
import { lease } from '../db/lease.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import { outage } from './outage.ts';

export type HeldLease = { held: () => boolean; [Symbol.asyncDispose]: () => Promise<void> };

const leaseMs = 10_000;
const renewMs = 3_000;

/** `onTaken` is called each time the lease comes to this holder; disposing gives it to the next. */
export function holdLease({
  db,
  log,
  name,
  holder,
  onTaken,
}: {
  db: Writer;
  log: Log;
  name: string;
  holder: string;
  onTaken: () => void;
}): HeldLease {
  const row = lease(db, name, holder, leaseMs);
  const trouble = outage(log, `lease ${name}`);
  const rest = pause();
  let stopped = false;
  let until = 0;
  const held = () => performance.now() < until;

  async function renew(): Promise<void> {
    const before = held();
    // Counted from before the question, so this side's lease ends before the row's does.
    const asked = performance.now();
    until = (await row.take()) ? asked + leaseMs : 0;
    if (held() && !before) onTaken();
  }

  async function keep(): Promise<void> {
    while (!stopped) {
      await renew().then(trouble.over, trouble.failed);
      await rest.wait(renewMs);
    }
  }

  const keeping = keep();
  return {
    held,
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      rest.cut();
      await keeping;
      until = 0;
      // Where this fails the row runs out by itself.
      await row.release().catch(trouble.failed);
    },
  };
}
