// A broker address in; out comes a connection that may come later, so that a service starts and serves without its broker.
import { setTimeout as delay } from 'node:timers/promises';
import { connect, errors, type NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import { outage } from './outage.ts';

export type Broker = {
  /** The first connection; pending for as long as there is none, and never rejected. It mends itself afterwards. */
  ready: Promise<NatsConnection>;
  /** The connection while it works, undefined while it does not. */
  connection: () => NatsConnection | undefined;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const retryMs = 500;
const drainMs = 2_000;

function settings(url: string, name: string) {
  const { host, username, password } = new URL(url);
  return {
    servers: host,
    name,
    ...(username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}),
    // A broker user may listen to answers of its own service only.
    inboxPrefix: `_INBOX.${name}`,
    timeout: 2_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: retryMs,
    // A password changed on one side first heals once the other side follows.
    ignoreAuthErrorAbort: true,
    pingInterval: 10_000,
  };
}

async function close(nc: NatsConnection, working: boolean): Promise<void> {
  // Draining waits for an answer that a lost broker cannot give.
  if (working) await Promise.race([nc.drain(), delay(drainMs, undefined, { ref: false })]);
  await nc.close();
}

/** `name` is the service's. The loop is ours because the client's own wait for a first connection cannot be ended. */
export function connectBroker({ url, name, log }: { url: string; name: string; log: Log }): Broker {
  const link = outage(log, 'connection to the broker');
  const stop = new AbortController();
  const first = Promise.withResolvers<NatsConnection>();
  let nc: NatsConnection | undefined;
  let working = false;

  function refused(error: Error): void {
    if (error instanceof errors.PermissionViolationError)
      log.error({ err: error }, 'the broker does not permit something');
    // Said again with every attempt to connect.
    else link.failed(error);
  }

  async function watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        working = false;
        link.failed(new Error('disconnected'));
      } else if (status.type === 'reconnect') {
        working = true;
        link.over();
      } else if (status.type === 'close') {
        working = false;
      } else if (status.type === 'error') {
        refused(status.error);
      }
    }
  }

  async function connectFirst(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        nc = await connect(settings(url, name));
        working = true;
        link.over();
        void watch(nc);
        first.resolve(nc);
        return;
      } catch (error) {
        link.failed(error);
        await delay(retryMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  }

  const connecting = connectFirst();
  return {
    ready: first.promise,
    connection: () => (working ? nc : undefined),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await connecting;
      if (nc) await close(nc, working);
      working = false;
    },
  };
}
