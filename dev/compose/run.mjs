// `npm run test:compose`: the system of docker-compose.yml from its first start to its end, in a project of its own that goes with the run.

import { explain } from '../failure.mjs';
import { install } from '../install.mjs';
import { freePort } from '../ports.mjs';
import * as badDays from './bad-days.mjs';
import * as everyday from './everyday.mjs';
import { dashboardsAnswered } from './observed.mjs';
import { chooseGateway, engineFault, makeProject } from './project.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

const steps = {
  'starts on a fresh machine': everyday.up,
  'is closed but for the gateway': everyday.isClosed,
  'starts a second time': everyday.up,
  'the gateway suite': everyday.suitePasses,
  'a deletion ends in all services': everyday.cascade,
  'three instances share the load': everyday.scaled,
  'an instance is killed under load': everyday.killed,
  'the broker restarts under load': everyday.brokerRestarted,
  'backup and restore': everyday.restored,
  'another key': everyday.keyAdded,
  'the dashboards have answers': dashboardsAnswered,
  'bad day: the port is taken': badDays.portTaken,
  'bad day: a secret is missing': badDays.secretMissing,
  'bad day: a password is wrong': badDays.passwordWrong,
  'bad day: the database is slow to come': badDays.databaseSlow,
  'bad day: the disk of the database is full': badDays.diskFull,
};

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
  });
}

async function runSteps(project) {
  for (const [name, step] of Object.entries(steps)) {
    const began = Date.now();
    const told = await step(project).catch((error) => {
      say(`FAILED  ${name}`);
      throw error;
    });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    say(`ok      ${name}  ${seconds} s${told ? `  (${told})` : ''}`);
    if (stopped) throw new Error('Stopped before its end.');
  }
}

/** What the containers said last, for whoever has to find out why. */
async function lastWords({ attempt }) {
  const { printed } = await attempt('logs', '--tail', '15', '--no-color');
  say(printed);
}

async function test() {
  const gateway = chooseGateway();
  if (gateway !== 'kong')
    say(
      'NOT WITH KONG: the embedded gateway stands in for it. TEST_GATEWAY=kong asks for its image.',
    );
  await install({ say, programs: [] });
  const name = `calendar-test-${process.pid}`;
  const project = makeProject({ name, gateway, port: await freePort() });
  if (process.env.CALENDAR_IMAGE === undefined) await project.compose('build', 'auth');
  try {
    await runSteps(project);
  } catch (error) {
    await lastWords(project);
    throw error;
  } finally {
    await project.compose('down', '--volumes', '--remove-orphans', '--timeout', '20');
  }
}

const fault = engineFault();
if (fault !== null) say(`SKIPPED test:compose: no Docker engine with Compose v2 here (${fault}).`);
else {
  try {
    await test();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
