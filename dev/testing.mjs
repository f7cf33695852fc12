// What tests use: the system that `npm test` runs for all, and further systems beside it that a test may kill.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keySeal } from '../services/auth/src/actions/seal-key.ts';
import { openDatabase } from './schemas.mjs';
import { startServers } from './servers.mjs';
import { startSystem as startOn } from './system.mjs';

const highLimits = { USER_LIMIT: '1000000', ADDRESS_LIMIT: '1000000' };

/** The system of this run. It is everybody's: never kill or stop a part of it. */
export function mainSystem() {
  const text = process.env.TEST_SYSTEM;
  if (text === undefined) throw new Error('TEST_SYSTEM is not set: run tests by `npm test`');
  return JSON.parse(text);
}

/** The key with which a system signs access tokens now. */
export async function signingKey({ database: { adminUrl, schemas }, signingKeysSecret: secret }) {
  const connection = await openDatabase(adminUrl);
  const [[{ kid, sealed }]] = await connection.query(
    `SELECT kid, sealed FROM ${schemas.auth}.signing_key ORDER BY signs_since DESC LIMIT 1`,
  );
  await connection.end();
  return { kid, privateKey: keySeal({ secret, randomBytes }).open(kid, sealed) };
}

/**
 * Starts a system of the test's own; the test must stop it. With `ownServers` it has its own database, NATS and
 * Redis too, which `kill`, `start` and `signal` then know as 'database', 'nats' and 'redis'.
 */
export async function startSystem({
  name = 'own',
  ownServers = false,
  settings = {},
  ...options
} = {}) {
  const main = mainSystem();
  const account = claimAccount(main.servers);
  const unique = `${name}${account}`;
  const folder = join(main.servers.data, unique);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const servers = ownServers ? await startServers({ data: folder, accounts: 1 }) : null;
  const place = {
    servers: servers?.info ?? main.servers,
    account: ownServers ? 0 : account,
    name: unique,
    folder,
    prefix: `${main.servers.schemaPrefix}${unique}_`,
  };
  try {
    const gateway = { ...highLimits, ...settings.gateway };
    const system = await startOn({
      ...options,
      ...place,
      instances: { entry: 2, ...options.instances },
      settings: { ...settings, gateway },
    });
    return servers === null ? system : withServers(system, servers);
  } catch (error) {
    await servers?.stop({ signal: 'SIGKILL' });
    throw error;
  }
}

// The processes of Jest take accounts of one NATS: whoever creates the file has it, for the whole run.
function claimAccount({ data, accounts }) {
  const folder = join(data, 'accounts');
  mkdirSync(folder, { recursive: true });
  for (let account = 1; account < accounts; account += 1) {
    try {
      writeFileSync(join(folder, `${account}`), '', { flag: 'wx' });
      return account;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  throw new Error(
    `all ${accounts} accounts of this run are used: raise their number in dev/test.mjs`,
  );
}

function withServers(system, servers) {
  const route =
    (verb) =>
    (part, ...rest) =>
      part in servers.processes ? servers[verb](part, ...rest) : system[verb](part, ...rest);
  return {
    ...system,
    kill: route('kill'),
    start: route('start'),
    signal: route('signal'),
    async stop(how) {
      await system.stop(how);
      await servers.stop({ signal: 'SIGKILL' }); // their data goes with the run
    },
  };
}
