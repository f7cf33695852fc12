// What has come to its end, removed batch by batch: each job says how many rows its batch took.
import type { Tx, Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { outboxJob } from '@calendar/shared/events/purge-jobs';
import type { PurgeJob } from '@calendar/shared/purge';
import { FORGET_AFTER_MS } from '../domain/back-off.ts';
import type { LoginFailures } from '../store/login-failures.ts';
import type { RefreshTokens } from '../store/refresh-tokens.ts';

type Uses = {
  db: Writer;
  refreshTokens: Pick<RefreshTokens, 'purge'>;
  loginFailures: Pick<LoginFailures, 'purge'>;
};

export function purgeExpired({ db, refreshTokens, loginFailures }: Uses): PurgeJob[] {
  const batch = (run: (tx: Tx) => Promise<number>) => transaction(db, run);
  return [
    { name: 'refresh tokens', run: (now) => batch((tx) => refreshTokens.purge(tx, now)) },
    {
      name: 'login failures',
      run: (now) => batch((tx) => loginFailures.purge(tx, now - FORGET_AFTER_MS)),
    },
    outboxJob(db),
  ];
}
