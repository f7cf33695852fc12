// The private database, NATS and Redis of one run: started together on free ports, found by plain values (`info`).
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { passwords, pidsOf } from './folder.mjs';
import { databaseCommand } from './mariadb.mjs';
import { natsCommand } from './nats.mjs';
import { freePort, isFree } from './ports.mjs';
import { createProcess } from './processes.mjs';
import { redisCommand } from './redis.mjs';
import { databaseReady, natsReady, redisReady } from './servers-ready.mjs';
import { waitFor } from './waiting.mjs';

const attempts = 3;

/**
 * Starts what `data` holds. `accounts`: how many systems may share the servers; `databaseUrl`: a database that is
 * already there, used in place of a private one; `only`: the names of those that are wanted, all unless told;
 * `onDeath(process)` hears of a server that ends unasked.
 */
export async function startServers({ data, accounts, databaseUrl, only, onDeath }) {
  const described = describe({ data, accounts, databaseUrl });
  const info = { data, accounts };
  if (databaseUrl !== undefined) info.database = { adminUrl: databaseUrl };
  const wanted = Object.entries(described).filter(([name]) => only?.includes(name) ?? true);
  const processes = {};
  const launch = async ([name, server]) => {
    processes[name] = await startOne({ name, server, data, info, onDeath });
  };
  const results = await Promise.allSettled(wanted.map(launch));
  const controls = control({ described, processes, info });
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return { info, processes, ...controls };
  await controls.stop();
  throw failed.reason;
}

function describe({ data, accounts, databaseUrl }) {
  const passwordFor = passwords(data);
  const others = {
    nats: describeNats(data, accounts, passwordFor),
    redis: describeRedis(data, accounts, passwordFor),
  };
  return databaseUrl === undefined
    ? { database: describeDatabase(data, passwordFor), ...others }
    : others;
}

const control = ({ described, processes, info }) => ({
  /** Ends all; `patience` ms until SIGKILL. */
  stop: ({ signal, patience } = {}) =>
    Promise.all(Object.values(processes).map((each) => each.end(signal, patience))),
  /** Ends 'database', 'nats' or 'redis' by SIGKILL and returns when it is gone. */
  kill: (name) => processes[name].end('SIGKILL'),
  /** Starts one that was killed, on its port and data, and returns when it takes requests. */
  start: (name) => {
    processes[name].start();
    return ready(processes[name], () => described[name].isReady(info));
  },
  /** Sends a signal and returns at once: SIGSTOP and SIGCONT pause a server. */
  signal: (name, _index, signal) => processes[name].signal(signal),
});

const describeDatabase = (data, passwordFor) => ({
  command: (port) => databaseCommand({ data, port, password: passwordFor('database/admin') }),
  address: (port) => ({
    adminUrl: `mysql://admin:${passwordFor('database/admin')}@127.0.0.1:${port}`,
  }),
  isReady: ({ database }) => databaseReady(database),
});

const describeNats = (data, accounts, passwordFor) => ({
  command: (port) => natsCommand({ data, port, accounts, passwordFor }),
  address: (port) => ({ host: '127.0.0.1', port }),
  isReady: ({ nats }) => natsReady(nats),
});

const describeRedis = (data, accounts, passwordFor) => ({
  command: (port) =>
    redisCommand({ data, port, databases: accounts, password: passwordFor('redis') }),
  address: (port) => ({ host: '127.0.0.1', port, password: passwordFor('redis') }),
  isReady: ({ redis }) => redisReady(redis),
});

// A port can be lost to somebody else between the look and the start: then another one is tried.
async function startOne({ name, server, data, info, onDeath }, attempt = 1) {
  const port = await freePort();
  const child = createProcess({
    name,
    ...server.command(port),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' },
    cwd: data,
    log: join(data, 'logs', `${name}.log`),
    pidFile: join(pidsOf(data), `server-${name}.json`),
    onDeath: (dead) => started && onDeath?.(dead),
  });
  let started = false;
  info[name] = server.address(port);
  child.start();
  try {
    await ready(child, () => server.isReady(info));
    started = true;
    return child;
  } catch (error) {
    const lost = !child.running() && !(await isFree(port));
    await child.end();
    if (lost && attempt < attempts)
      return startOne({ name, server, data, info, onDeath }, attempt + 1);
    throw error;
  }
}

function ready(child, isReady) {
  const hopeless = () => {
    if (child.running()) return;
    throw new Failure(
      `start ${child.name}`,
      `it ended at once:\n${child.lastLines()}`,
      `see ${child.log}`,
    );
  };
  return waitFor(isReady, { hopeless, what: `${child.name} (log: ${child.log})` });
}
