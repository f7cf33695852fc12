// A system of a run's own, on private servers in a fixed folder: both end with the run, however it ends.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endings } from './endings.mjs';
import { Failure } from './failure.mjs';
import { clearFolder, leaveFolder, takeFolder } from './folder.mjs';
import { startServers } from './servers.mjs';
import { startSystem } from './system.mjs';

const patience = 5_000;

/**
 * Takes `data`, awaits `prepare()`, starts a system with `options` (of startSystem) and awaits `work(system, ending)`.
 * `ending` is of endings.mjs: `work` is to return soon once it is asked for; then the exit code is 1.
 */
export async function onOwnSystem({ data, say, prepare, ...options }, work) {
  const ending = endings({ data, say });
  await takeEmpty(data);
  try {
    await prepare();
    if (!ending.asked) await onServers({ data, options, ending }, work);
  } catch (error) {
    // What is ended while it starts fails to start: that is what was asked for.
    if (ending.ready || !ending.asked) throw error;
  } finally {
    leaveFolder(data);
    rmSync(data, { recursive: true, force: true });
    if (ending.asked) process.exitCode = 1;
  }
}

async function takeEmpty(data) {
  const { holder } = await takeFolder(data);
  if (holder !== null) {
    throw new Failure('take the folder', `${data} is in use by ${holder}`, 'wait for that run');
  }
  clearFolder(data);
}

async function onServers({ data, options, ending }, work) {
  const servers = await startServers({ data, accounts: 1 });
  try {
    if (ending.asked) return;
    const place = { servers: servers.info, account: 0, folder: join(data, 'system'), prefix: '' };
    const system = await startSystem({ ...place, ...options });
    try {
      if (ending.asked) return;
      ending.ready = true;
      await work(system, ending);
    } finally {
      await system.stop({ patience });
    }
  } finally {
    await servers.stop({ signal: 'SIGKILL' }); // their data goes with the run
  }
}
