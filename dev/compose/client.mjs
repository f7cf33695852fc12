// A user of the system in containers, and a load of writes of which every acknowledged one is remembered.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../request.mjs';

const password = 'correct horse battery staple';

export async function newUser(baseUrl) {
  const call = (method, path, sent) => request(method, baseUrl + path, sent);
  const credentials = { email: `compose-${randomUUID()}@example.org`, password };
  const session = await call('POST', '/auth/register', {
    body: { ...credentials, name: 'Compose' },
  });
  if (session.status !== 201) throw new Error(`register answered ${session.status}`);
  const token = session.body.accessToken;
  const ask = (method, path, body) => call(method, path, { token, body });
  return {
    ask,
    async logIn() {
      return (await call('POST', '/auth/login', { body: credentials })).status;
    },
    async newCalendar(name) {
      const { status, body } = await ask('POST', '/calendars', { name, timeZone: 'UTC' });
      if (status !== 201) throw new Error(`POST /calendars answered ${status}`);
      return body.id;
    },
    newEntry: (calendar, hour) =>
      ask('POST', `/calendars/${calendar}/entries`, {
        title: `Hour ${hour}`,
        start: new Date(Date.UTC(2027, 0, 1, hour)).toISOString().slice(0, 19),
        duration: 'PT1H',
      }),
  };
}

/**
 * Four writers, at some 40 requests a second, until `stop()`. Each makes a calendar with a few entries and deletes every second one of the
 * calendars. Resolves to what was acknowledged and how often each other status was seen (0: no answer).
 */
export function startLoad(user) {
  const acknowledged = { entries: new Map(), deleted: [] };
  const others = {};
  let stopped = false;
  const acknowledge = (result, expected) => {
    if (result.status === expected) return true;
    others[result.status] = (others[result.status] ?? 0) + 1;
    return false;
  };
  const quietly = (request) => request.catch(() => ({ status: 0 }));

  async function round(number) {
    const made = await quietly(user.ask('POST', '/calendars', { name: 'Load', timeZone: 'UTC' }));
    if (!acknowledge(made, 201)) return;
    const calendar = made.body.id;
    const entries = [];
    for (let hour = 0; hour < 4; hour += 1) {
      const entry = await quietly(user.newEntry(calendar, hour));
      if (acknowledge(entry, 201)) entries.push(entry.body.id);
      await pause(50);
    }
    if (number % 2 === 0) acknowledged.entries.set(calendar, entries);
    else if (acknowledge(await quietly(user.ask('DELETE', `/calendars/${calendar}`)), 204))
      acknowledged.deleted.push(calendar);
  }

  async function write() {
    for (let number = 0; !stopped; number += 1) await round(number);
  }

  const writers = Promise.all([write(), write(), write(), write()]);
  return {
    async stop() {
      stopped = true;
      await writers;
      return { ...acknowledged, others };
    },
  };
}
