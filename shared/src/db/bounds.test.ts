import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { upTo } from '../testing/at-once.ts';
import { type OwnServers, startOwnServers } from '../testing/own-servers.ts';
import { until } from '../testing/until.ts';
import { connectDatabase, type Database } from './connect.ts';
import { read, rows, snapshot } from './statement.ts';
import { transaction } from './transaction.ts';

let servers: OwnServers;
let db: Database;

beforeAll(async () => {
  servers = await startOwnServers(process.env.TEST_DATABASE_URL);
  db = connectDatabase({ url: await servers.newSchema() });
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await servers.stop();
});

const refused = { kind: 'unavailable', extra: { retryAfter: 1 } };
const one = 'SELECT 1 AS one';

type Hold = (during: () => Promise<void>) => Promise<unknown>;
const writes = {
  hold: (during: () => Promise<void>) =>
    transaction(db, async (tx) => {
      await rows(tx, one, []);
      await during();
    }),
  ask: () => transaction(db, (tx) => rows(tx, one, [])),
};
const reads = {
  hold: (during: () => Promise<void>) =>
    snapshot(db, async (readAt) => {
      await readAt(one, []);
      await during();
    }),
  ask: () => read(db, one, []),
};

/** Takes all ten connections; disposing gives them back, if nothing did before. */
async function takeAll(hold: Hold): Promise<AsyncDisposable & { giveBack: () => Promise<void> }> {
  const gate = Promise.withResolvers<void>();
  let held = 0;
  const holders = upTo(10).map(() =>
    hold(() => {
      held += 1;
      return gate.promise;
    }),
  );
  await until(() => held === 10);
  const giveBack = async () => {
    gate.resolve();
    await Promise.all(holders);
  };
  return { giveBack, [Symbol.asyncDispose]: giveBack };
}

test.each([
  ['transactions', 200, writes],
  ['reads', 1_000, reads],
] as const)(
  'of %s %i wait for a connection; more are refused at once, and all is well when there is room',
  async (_, waiting, { hold, ask }) => {
    await using held = await takeAll(hold);
    const ends = { served: 0, refused: [] as unknown[] };
    const all = upTo(waiting + 30).map(() =>
      ask().then(
        () => {
          ends.served += 1;
        },
        (error: unknown) => {
          ends.refused.push(error);
        },
      ),
    );
    await until(() => ends.refused.length === 30, 2_000);
    expect(ends.served).toBe(0);
    for (const error of ends.refused) expect(error).toMatchObject(refused);
    await held.giveBack();
    await Promise.all(all);
    expect([ends.served, ends.refused.length]).toEqual([waiting, 30]);
    expect(await ask()).toEqual([{ one: 1 }]);
  },
);

test('the queue of transactions is that of models too', async () => {
  await using held = await takeAll(writes.hold);
  const all = Promise.allSettled(upTo(200).map(writes.ask));
  await expect(db.sequelize.query(one)).rejects.toMatchObject(refused);
  await held.giveBack();
  for (const end of await all) expect(end.status).toBe('fulfilled');
});

test.each(Object.entries({ writes, reads }))(
  '%s wait for five seconds',
  async (_, { hold, ask }) => {
    await using held = await takeAll(hold);
    const start = performance.now();
    await expect(ask()).rejects.toMatchObject(refused);
    expect(performance.now() - start).toBeGreaterThan(4_500);
    expect(performance.now() - start).toBeLessThan(9_000);
    await held.giveBack();
    expect(await ask()).toEqual([{ one: 1 }]);
  },
);
