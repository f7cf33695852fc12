// The entry service as a process: config in, a server until a signal asks it to end.
import { drain, endSignal } from '@calendar/shared/lifecycle';
import { start } from './app.ts';
import { loadConfig } from './config.ts';

const config = loadConfig();
await using app = await start(config);
process.on('SIGUSR2', app.reconcile);
app.log.info({ port: config.PORT }, 'entry serves');
app.log.info({ signal: await endSignal() }, 'entry ends');
app.health.drain();
await drain(app.server, config.DRAIN_SECONDS);
