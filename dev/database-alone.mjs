// The database of a data folder while nothing else of it runs.
import { Failure } from './failure.mjs';
import { leaveFolder, takeFolder } from './folder.mjs';
import { startServers } from './servers.mjs';

/** Awaits `work(adminUrl)`. A Failure where `npm start` runs in that folder. */
export async function withDatabase(data, work) {
  const { holder } = await takeFolder(data);
  if (holder !== null) {
    const todo = 'stop it (Ctrl-C), then run this again';
    throw new Failure('take the data folder', `${data} is in use by process ${holder}`, todo);
  }
  try {
    const servers = await startServers({ data, accounts: 1, only: ['database'] });
    try {
      await work(servers.info.database.adminUrl);
    } finally {
      await servers.stop();
    }
  } finally {
    leaveFolder(data);
  }
}
