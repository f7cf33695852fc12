// `npm start`: everything on this machine, without Docker. Installs, starts, says where, and stops in order.
import { join, resolve } from 'node:path';
import { command } from './command.mjs';
import { makeDemo } from './demo.mjs';
import { endings } from './endings.mjs';
import { explain, Failure } from './failure.mjs';
import { leaveFolder, takeFolder } from './folder.mjs';
import { install, observers } from './install.mjs';
import { observe } from './observe.mjs';
import { isFree } from './ports.mjs';
import { root } from './runtime.mjs';
import { startServers } from './servers.mjs';
import { supervise } from './supervisor.mjs';
import { startSystem } from './system.mjs';

const usage = `npm start [-- options]

  --demo         add a user with a calendar and a few entries
  --observe      show metrics and the traces of the last requests
  --port <n>     of the gateway; 8000 unless told otherwise
  --data <dir>   where data, logs and keys live; .data/start unless told otherwise
  --help         show this
`;

const say = (text) => process.stdout.write(`${text}\n`);

function read({ port: sent = '8000', data, ...values }) {
  const port = Number(sent);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port ${sent} is no port`);
  return { ...values, port, data: resolve(data ?? join(root, '.data/start')) };
}

async function checkPort({ port }) {
  // Who asks for localhost may get to ::1 first.
  const free = await Promise.all(['127.0.0.1', '::1'].map((host) => isFree(port, host)));
  if (!free.includes(false)) return;
  const todo = `choose another: npm start -- --port ${port + 10}`;
  throw new Failure(
    'take the port of the gateway',
    `port ${port} is taken by another program`,
    todo,
  );
}

async function run(options, ending) {
  const { data } = options;
  const began = Date.now();
  const { holder, leftovers } = await takeFolder(data);
  if (holder !== null) {
    const todo =
      'stop that run, or choose another folder and port: npm start -- --data .data/second --port 8010';
    throw new Failure('take the data folder', `${data} is in use by process ${holder}`, todo);
  }
  await using(
    () => leaveFolder(data),
    async () => {
      if (leftovers > 0) say(`Ended ${leftovers} processes that a killed run had left.`);
      await checkPort(options);
      await install({ say, ...(options.observe && { programs: observers }) });
      if (ending.asked) return;
      say('Starting MariaDB, NATS and Redis, then auth, calendar, entry and the gateway ...');
      const onDeath = supervise({ say, giveUp: ending.end, stopping: () => ending.asked });
      const servers = await startServers({ data, accounts: 1, onDeath });
      await using(servers.stop, () =>
        observed(options, onDeath, (observation) => {
          const given = { servers: servers.info, onDeath, settings: observation?.settings ?? {} };
          return onServers(given, { options, observation, began, ending });
        }),
      );
    },
  );
}

/** `work` gets what the run is observed by, where that was asked for; it ends after what it observes. */
async function observed({ observe: wanted, data, port }, onDeath, work) {
  if (!wanted) return work();
  const observation = await observe({ data, gatewayPort: port, onDeath });
  await using(observation.stop, () => work(observation));
}

async function onServers(given, { options, ...rest }) {
  const { data: folder, port: gatewayPort } = options;
  const system = await startSystem({ ...given, folder, account: 0, prefix: '', gatewayPort });
  await using(system.stop, () => serve({ system, options, ...rest }));
}

async function using(release, work) {
  try {
    await work();
  } finally {
    await release();
  }
}

async function serve({ system, options, observation, began, ending }) {
  if (ending.asked) return;
  ending.ready = true;
  say(welcome(options.port, join(options.data, 'logs'), ((Date.now() - began) / 1000).toFixed(1)));
  if (observation) say(`Seeing into it:  ${observation.url}\n`);
  if (options.demo) say(await makeDemo(system.baseUrl));
  const awake = setInterval(() => {}, 60_000); // children and signals alone do not keep Node running
  await ending.wanted;
  clearInterval(awake);
}

const welcome = (port, logs, seconds) => `
Ready after ${seconds} s:   http://localhost:${port}/docs
API:             http://localhost:${port}
Logs:            ${logs}
Stop:            Ctrl-C (data stays)

A first request:

  curl -X POST http://localhost:${port}/auth/register \\
    -H 'Content-Type: application/json' \\
    -d '{"email":"ada@example.com","password":"correct horse battery","name":"Ada"}'
`;

async function startAndServe(options) {
  const ending = endings({ data: options.data, say });
  try {
    await run(options, ending);
  } catch (error) {
    // What is ended while it starts fails to start: that is what was asked for.
    if (ending.ready || !ending.asked) fail(error);
  }
  if (ending.failure !== undefined) fail(ending.failure);
  else if (ending.asked && !ending.ready) say('Stopped before it was ready.');
}

function fail(error) {
  process.stderr.write(`\n${explain(error)}\n`);
  process.exitCode = 1;
}

const options = {
  demo: { type: 'boolean' },
  observe: { type: 'boolean' },
  port: { type: 'string' },
  data: { type: 'string' },
};
await command({ usage, options, read }, startAndServe);
