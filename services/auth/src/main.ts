// The auth service as a process: config in, a server until a signal asks it to end.
import { drain, endSignal } from '@calendar/shared/lifecycle';
import { start } from './app.ts';
import { loadConfig } from './config.ts';

const config = loadConfig();
await using app = await start(config);
app.log.info({ port: config.PORT }, 'auth serves');
app.log.info({ signal: await endSignal() }, 'auth ends');
app.health.drain();
await drain(app.server, config.DRAIN_SECONDS);
