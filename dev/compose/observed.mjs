// What operators are shown: a Prometheus that scrapes the running system answers all that the dashboards ask about it.
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { productNode, root } from '../runtime.mjs';
import { newUser, startLoad } from './client.mjs';
import { cascade, up } from './everyday.mjs';
import { makeProject } from './project.mjs';

const patience = 180_000;

function unanswered(url) {
  const { status, stdout, stderr } = spawnSync(productNode(), ['observability/asked.ts', url], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** `read` is what somebody does meanwhile who looks at a calendar. */
async function untilAnswered(url, read) {
  const end = Date.now() + patience;
  for (;;) {
    await read();
    const said = unanswered(url);
    if (said === '') return;
    if (Date.now() > end) throw new Error(said);
    await pause(5_000);
  }
}

export async function dashboardsAnswered(project) {
  const watched = makeProject({ ...project, profiles: 'observe' });
  await up(watched, 'auth', 'calendar', 'entry');
  const port = await freePort();
  const flags = ['--detach', '--no-deps', '--publish', `127.0.0.1:${port}:9090`];
  const prometheus = (await watched.compose('run', ...flags, 'prometheus')).trim();
  try {
    const user = await newUser(project.baseUrl);
    await user.logIn();
    await cascade(project);
    const calendar = await user.newCalendar('Looked at');
    const list = `/calendars/${calendar}/entries?start=2027-01-01T00:00:00Z&end=2027-01-08T00:00:00Z`;
    const read = () => user.ask('GET', list);
    const load = startLoad(user);
    await untilAnswered(`http://127.0.0.1:${port}`, read).finally(() => load.stop());
  } finally {
    await project.docker('rm', '--force', prometheus);
    await up(project);
  }
}
