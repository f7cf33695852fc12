// Carries the outbox to the broker: at least once, in version order inside an aggregate, by one process of a service at a time.
import type { Database } from '../db/connect.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { Broker } from './connect.ts';
import { holdLease } from './hold-lease.ts';
import { outage } from './outage.ts';
import { measureRelay } from './relay-meters.ts';
import { relayTurn } from './relay-turn.ts';
import type { StreamName } from './stream.ts';

export type Relay = {
  /** There is something to publish: call it after a commit that appended. */
  wake: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
};

type Deps = { db: Database; broker: Broker; log: Log; stream: StreamName; newId: () => string };

const pollMs = 500;
const longestMs = 5_000;

/** Never throws and never fails a request: while broker or database are away, the rows wait. */
export function startRelay({ db, broker, log, stream, newId }: Deps): Relay {
  const rest = pause();
  const trouble = outage(log, `publishing to ${stream.name}`);
  const onTaken = () => {
    // Another holder may have met another stream meanwhile, or gone on with what was lost.
    turn.distrust();
    rest.cut();
  };
  const lease = holdLease({
    db,
    log,
    name: `relay ${stream.name}`,
    holder: newId(),
    onTaken,
  });
  const ended = Promise.withResolvers<void>();
  let stopped = false;
  const mayPublish = () => !stopped && lease.held();
  const turn = relayTurn({ db, broker, log, stream, mayPublish });
  const meters = measureRelay({ db, stream: stream.name, held: lease.held });

  async function work(): Promise<void> {
    let failures = 0;
    // Until there was a connection, its absence is told by the broker's own log.
    await Promise.race([broker.ready, ended.promise]);
    while (!stopped) {
      try {
        const more = lease.held() && (await turn.take());
        if (lease.held()) trouble.over();
        failures = 0;
        if (!more) await rest.wait(pollMs);
      } catch (error) {
        // A broker that lost its stream says so here.
        turn.distrust();
        trouble.failed(error);
        failures += 1;
        await rest.wait(Math.min(pollMs * 2 ** (failures - 1), longestMs));
      }
    }
    await turn.settled().catch(trouble.failed);
  }

  const working = work();
  return {
    wake: rest.cut,
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      ended.resolve();
      rest.cut();
      meters[Symbol.dispose]();
      await working;
      await lease[Symbol.asyncDispose]();
    },
  };
}
