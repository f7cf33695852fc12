// The composition root of auth: config in; a listening server out, with everything it opened closed again on disposal.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { usersStream } from '@calendar/shared/contracts/user-events';
import { connectDatabase } from '@calendar/shared/db/connect';
import { connectBroker } from '@calendar/shared/events/connect';
import { startRelay } from '@calendar/shared/events/relay';
import { makeTell } from '@calendar/shared/events/tell';
import { makeAuthenticate } from '@calendar/shared/http/authenticate';
import { type Health, makeHealth } from '@calendar/shared/http/health';
import { listen, makeApp } from '@calendar/shared/http/server';
import { newId, newTag } from '@calendar/shared/ids';
import { type Log, makeLog } from '@calendar/shared/log';
import { startPurge } from '@calendar/shared/purge';
import { changeMe } from './actions/change-me.ts';
import { type CurrentKeys, currentKeys } from './actions/current-keys.ts';
import { deleteMe } from './actions/delete-me.ts';
import { hashPassword } from './actions/hash-password.ts';
import { issueSession } from './actions/issue-session.ts';
import { logIn } from './actions/log-in.ts';
import { logOut } from './actions/log-out.ts';
import { purgeExpired } from './actions/purge-expired.ts';
import { readMe } from './actions/read-me.ts';
import { refreshSession } from './actions/refresh-session.ts';
import { refuseBlocked } from './actions/refuse-blocked.ts';
import { register } from './actions/register.ts';
import { runArgon2 } from './actions/run-argon2.ts';
import { keySeal } from './actions/seal-key.ts';
import { settleAttempt } from './actions/settle-attempt.ts';
import { signAccessToken } from './actions/sign-access-token.ts';
import { verifyPassword } from './actions/verify-password.ts';
import type { Config } from './config.ts';
import { jwksRoutes } from './http/jwks.ts';
import { meRoutes } from './http/me.ts';
import { sessionRoutes } from './http/session.ts';
import { loginFailures } from './store/login-failures.ts';
import { refreshTokens } from './store/refresh-tokens.ts';
import { signingKeys } from './store/signing-keys.ts';
import { makeUsers } from './store/users.ts';

const HOUR_MS = 3_600_000;

export type App = AsyncDisposable & { server: Server; health: Health; log: Log };

/** Throws what the port says; database and broker may come later. */
export async function start(config: Readonly<Config>): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const log = makeLog('auth', config.LOG_LEVEL);
  const now = Date.now;
  const db = stack.use(connectDatabase({ url: config.DATABASE_URL }));
  const broker = stack.use(connectBroker({ url: config.NATS_URL, name: 'auth', log }));
  const stream = { ...usersStream, num_replicas: config.STREAM_REPLICAS };
  const relay = stack.use(startRelay({ db, broker, log, stream, newId }));
  const seal = keySeal({ secret: config.SIGNING_KEYS_SECRET, randomBytes });
  const keys = currentKeys({ db, signingKeys, seal, now });
  const jobs = purgeExpired({ db, refreshTokens, loginFailures });
  stack.use(startPurge({ jobs, everyMs: HOUR_MS, now, log }));

  const tell = makeTell({ broker, log });
  const routes = makeRoutes({ config, keys, db, tell, wakeRelay: relay.wake, now });
  const verification = {
    generation: keys.generation,
    find: async (kid: string) => (await keys.published()).get(kid),
  };
  const authenticate = makeAuthenticate({ keys: verification, ...issuer(config), now });
  const health = makeHealth();
  const koa = makeApp({ routes, authenticate, health, log });
  const server = await listen(koa, config.HOST, config.PORT);
  const opened = stack.move();
  return { server, health, log, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

const issuer = (config: Readonly<Config>) => ({
  issuer: config.TOKEN_ISSUER,
  audience: config.TOKEN_AUDIENCE,
});

type Given = {
  config: Readonly<Config>;
  keys: CurrentKeys;
  db: ReturnType<typeof connectDatabase>;
  tell: ReturnType<typeof makeTell>;
  wakeRelay: () => void;
  now: () => number;
};

function makeRoutes({ config, keys, db, tell, wakeRelay, now }: Given) {
  const newSecret = () => randomBytes(32).toString('base64url');
  const users = makeUsers(db.sequelize);
  // Half of libuv's four threads, so that look-ups and files are not held up.
  const argon2 = runArgon2({ atOnce: 2, waiting: 64, patienceMs: 5_000 });
  const signs = signAccessToken({ key: keys.signing, ...issuer(config), now, newId });
  const base = { db, users, refreshTokens, now, newId, newTag, newSecret, signAccessToken: signs };
  const attempts = {
    hashPassword: hashPassword({ argon2, randomBytes }),
    verifyPassword: verifyPassword({ argon2, randomBytes }),
    refuseBlocked: refuseBlocked({ loginFailures, now }),
    settleAttempt: settleAttempt({ loginFailures, now }),
    issueSession: issueSession(base),
  };
  const reads = readMe(base);
  return [
    ...sessionRoutes({
      register: register({ ...base, ...attempts }),
      logIn: logIn({ ...base, ...attempts }),
      refreshSession: refreshSession(base),
      logOut: logOut(base),
    }),
    ...meRoutes({
      readMe: reads,
      changeMe: changeMe({ ...base, ...attempts, readMe: reads }),
      deleteMe: deleteMe({ ...base, tell, wakeRelay }),
    }),
    ...jwksRoutes(keys),
  ];
}
