// The processes of one system: started together, watched until they take requests, killed and started by name.
import { join } from 'node:path';
import { gatewayEnvironment, serviceEnvironment } from './environments.mjs';
import { Failure } from './failure.mjs';
import { pidsOf } from './folder.mjs';
import { isFree } from './ports.mjs';
import { createProcess } from './processes.mjs';
import { productNode, root } from './runtime.mjs';
import { answers, waitFor } from './waiting.mjs';

const startsWithin = 60_000;
// As in production: without variables that ask for it nothing is loaded.
const telemetry = join(root, 'shared/src/telemetry/register.ts');

/**
 * Starts the gateway and the services of a plan. Returns what controls them, or null when a port was lost to
 * somebody else meanwhile (on the last try that is an error like any other).
 */
export async function launch(plan, { lastTry }) {
  const instances = describe(plan);
  let settled = false;
  for (const instance of instances) {
    instance.process = createProcess({
      name: instance.name,
      command: productNode(),
      args: ['--import', telemetry, join(root, instance.file)],
      env: instance.env,
      cwd: root,
      log: join(plan.logs, `${instance.name}.log`),
      pidFile: join(pidsOf(plan.servers.data), `${plan.name}-${instance.name}.json`),
      onDeath: (dead) => settled && plan.onDeath?.(dead),
    });
  }
  const [gateway, ...rest] = instances;
  try {
    await Promise.all(rest.map(startAndWait));
    await startAndWait(gateway); // last: it would take a service that does not answer yet for a sick one
    settled = true;
    return controls(instances);
  } catch (error) {
    const lost = await anyPortLost(instances);
    await stopAll(instances);
    if (lost && !lastTry) return null;
    throw error;
  }
}

function describe(plan) {
  const instances = Object.keys(plan.databases).flatMap((service) =>
    plan.ports[service].map((port, index) => ({
      name: `${service}-${index}`,
      file: `services/${service}/src/main.ts`,
      env: serviceEnvironment(plan, service, port),
      port,
      isReady: () => answers(`http://127.0.0.1:${port}/readyz`),
    })),
  );
  const gateway = {
    name: 'gateway-0',
    file: 'gateway/src/main.ts',
    env: gatewayEnvironment(plan),
    port: plan.ports.gateway,
    isReady: () => answers(`http://127.0.0.1:${plan.ports.gateway}/openapi.json`),
  };
  return [gateway, ...instances];
}

function startAndWait({ name, process, isReady }) {
  process.start();
  return waitFor(isReady, {
    within: startsWithin,
    hopeless: () => {
      if (process.running()) return;
      throw new Failure(
        `start ${name}`,
        `it ended at once:\n${process.lastLines()}`,
        `see ${process.log}`,
      );
    },
    what: `${name} (log: ${process.log})`,
  });
}

async function anyPortLost(instances) {
  const dead = instances.filter(({ process }) => !process.running());
  const free = await Promise.all(dead.map(({ port }) => isFree(port)));
  return free.includes(false);
}

// The gateway first: nothing new comes in while the services finish what they have.
async function stopAll([gateway, ...rest], patience) {
  await gateway.process.end('SIGTERM', patience);
  await Promise.all(rest.map(({ process }) => process.end('SIGTERM', patience)));
}

function controls(instances) {
  const find = (service, index = 0) => {
    const instance = instances.find(({ name }) => name === `${service}-${index}`);
    if (instance === undefined) throw new Error(`no ${service}-${index} in this system`);
    return instance;
  };
  return {
    /** Stops the gateway, then the services; `patience` ms until SIGKILL. */
    stop: ({ patience } = {}) => stopAll(instances, patience),
    /** Ends one instance by SIGKILL (or another signal) and returns when it is gone. */
    kill: (service, index, signal = 'SIGKILL') => find(service, index).process.end(signal),
    /** Starts an instance that was killed, on the port it had, and returns when it takes requests. */
    start: (service, index) => startAndWait(find(service, index)),
    /** Sends a signal and returns at once: SIGSTOP and SIGCONT pause an instance. */
    signal: (service, index, signal) => find(service, index).process.signal(signal),
  };
}
