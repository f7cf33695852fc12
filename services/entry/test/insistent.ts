// Clients who go on while something that they need comes and goes: what they are told, what of it they may rely on.

import { setTimeout as delay } from 'node:timers/promises';
import type { Api, Reply } from '@calendar/shared/testing/client';
import { keyed } from '@calendar/shared/testing/replays';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { entryAt } from './making.ts';

type Expected = { status: number; body?: object };

/** Answers by status, those that nobody should get, what was said to be made, and the last right answer of each client. */
export type Seen = {
  statuses: Record<number, number>;
  wrong: string[];
  calendars: string[];
  entries: string[];
  wellAt: number[];
};

const isHonest = ({ status, headers, body }: Reply) =>
  status === 503 &&
  body?.type === '/problems/unavailable' &&
  Number(headers.get('retry-after')) > 0;

/** The first of two uses may still run, or have lost its answer. */
const isRefusal = ({ status, body }: Reply) =>
  status === 409 && body?.type === '/problems/idempotency-in-progress';

const agrees = ({ status, body }: Reply, expected: Expected) =>
  status === expected.status &&
  Object.entries(expected.body ?? {}).every(([name, value]) => body?.[name] === value);

/** Makes, reads, checks and renews its session until told to end; what was not done it sends again with its key, until it is. */
export async function insist(
  request: Api,
  number: number,
  seen: Seen,
  ended: () => boolean,
): Promise<void> {
  const user = await somebody(request);
  const until = async (expected: Expected, send: () => Promise<Reply>): Promise<Reply> => {
    for (;;) {
      const reply = await send();
      seen.statuses[reply.status] = (seen.statuses[reply.status] ?? 0) + 1;
      if (agrees(reply, expected)) {
        seen.wellAt[number] = Date.now();
        return reply;
      }
      if (!isHonest(reply) && !isRefusal(reply)) {
        seen.wrong.push(`${reply.status} for ${expected.status}: ${JSON.stringify(reply.body)}`);
        return reply;
      }
      await delay(50);
    }
  };
  while (!ended()) {
    await useCalendar(user, seen, until);
    await logIn(request, user, until);
  }
}

type Until = (expected: Expected, send: () => Promise<Reply>) => Promise<Reply>;

async function useCalendar({ ask }: Somebody, seen: Seen, until: Until): Promise<void> {
  const headers = keyed();
  const name = 'Insisted on';
  const made = { status: 201, body: { name } };
  const calendar = await until(made, () => ask('POST', '/calendars', { name }, headers));
  if (calendar.status !== 201) return;
  seen.calendars.push(calendar.body.id);
  const path = `/calendars/${calendar.body.id}/entries`;
  for (const hour of [0, 1, 2]) {
    const key = keyed();
    const body = entryAt(hour);
    const title = { title: body.title };
    await until({ status: 200 }, () => ask('POST', `${path}/check`, body));
    const entry = await until({ status: 201, body: title }, () => ask('POST', path, body, key));
    if (entry.status !== 201) return;
    seen.entries.push(entry.body.id);
    const one = `${path}/${entry.body.id}`;
    await until({ status: 200, body: title }, () => ask('GET', one));
    await until({ status: 409 }, () => ask('POST', path, body, keyed()));
  }
}

async function logIn(request: Api, { ask, email, password }: Somebody, until: Until) {
  await until({ status: 200, body: { email } }, () => ask('GET', '/auth/me'));
  const body = { email, password };
  await until({ status: 200 }, () => request('POST', '/auth/login', { body }));
}
