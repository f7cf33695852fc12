// The embedded gateway as a process: GATEWAY_CONFIG is read at start, SIGHUP takes the keys of it anew, SIGTERM or SIGINT stops it.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readConfig, secret } from '@calendar/shared/config';
import { makeLog } from '@calendar/shared/log';
import Joi from 'joi';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './gateway.ts';
import { notActedOn } from './kong-file.ts';

type Settings = {
  GATEWAY_CONFIG: string;
  HOST: string;
  PORT: number;
  CLIENT_TIMEOUT_MS: number;
  LOG_LEVEL: string;
  KONG_REDIS_USERNAME?: string;
  KONG_REDIS_PASSWORD?: string;
};
const settings = Joi.object<Settings>({
  GATEWAY_CONFIG: Joi.string().required(),
  HOST: Joi.string().default('127.0.0.1'),
  PORT: Joi.number().port().default(8000),
  CLIENT_TIMEOUT_MS: Joi.number().integer().min(100).default(60_000),
  LOG_LEVEL: Joi.string().valid('debug', 'info', 'warn', 'error').default('info'),
  KONG_REDIS_USERNAME: secret(Joi.string().allow('')),
  KONG_REDIS_PASSWORD: secret(Joi.string().allow('')),
});

try {
  const { GATEWAY_CONFIG, HOST, PORT, CLIENT_TIMEOUT_MS, LOG_LEVEL, ...secrets } = readConfig(
    settings,
    process.env,
  );
  const read = () => readGatewayConfig(readFileSync(GATEWAY_CONFIG, 'utf8'), secrets);
  const log = makeLog('gateway', LOG_LEVEL);
  const place = { host: HOST, port: PORT, clientTimeoutMs: CLIENT_TIMEOUT_MS };
  await using gateway = await startGateway({ config: read(), ...place, now: Date.now, log });
  process.on('SIGHUP', () => {
    try {
      gateway.takeKeys(read());
      log.info('the keys of the file are taken');
    } catch (error) {
      log.error({ err: error }, 'the file is not taken, the old keys stay');
    }
  });
  log.info(
    { host: HOST, port: gateway.port, notActedOn },
    'gateway listens; accepted without acting on: notActedOn',
  );
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
