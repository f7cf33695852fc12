// The API as a user has it, at the front door of the cluster.
import { randomUUID } from 'node:crypto';
import { request } from '../request.mjs';
import { get } from './kubectl.mjs';

/** TEST_BASE_URL, or the port of the front door on the first node. */
export async function frontDoor() {
  if (process.env.TEST_BASE_URL) return process.env.TEST_BASE_URL;
  const [{ status }] = (await get('nodes')).items;
  const { address } = status.addresses.find(({ type }) => type === 'InternalIP');
  const { spec } = await get('service/kong-front');
  return `http://${address}:${spec.ports[0].nodePort}`;
}

/** Each request on a connection of its own, as a new client's is. */
export const send = (base, method, path, sent) =>
  request(method, base + path, { ...sent, headers: { connection: 'close' }, timeoutMs: 20_000 });

/** Somebody new, with a calendar. */
export async function somebody(base) {
  const credentials = { email: `cluster-${randomUUID()}@example.org`, password: randomUUID() };
  const registered = await send(base, 'POST', '/auth/register', { body: credentials });
  if (registered.status !== 201) throw new Error(`register answered ${registered.status}`);
  const token = registered.body.accessToken;
  const made = await send(base, 'POST', '/calendars', { token, body: { name: 'Cluster' } });
  if (made.status !== 201) throw new Error(`a new calendar was answered with ${made.status}`);
  return { token, calendar: made.body.id, ...credentials };
}

const start = Date.parse('2027-01-01T00:00:00Z');
const wallClock = (index) => new Date(start + index * 3_600_000).toISOString().slice(0, 19);

/** The entry of hour `index`; no two hours overlap. */
export const entryBody = (index) => ({
  title: `Hour ${index}`,
  start: wallClock(index),
  duration: 'PT30M',
});

export const entriesPath = (calendar) => `/calendars/${calendar}/entries`;

/** How many entries the calendar has. */
export async function countEntries(base, { token, calendar }) {
  const window = '?start=2026-12-31T00:00:00Z&end=2027-12-31T00:00:00Z&limit=100';
  let path = entriesPath(calendar) + window;
  let count = 0;
  for (;;) {
    const { status, body } = await send(base, 'GET', path, { token });
    if (status !== 200) throw new Error(`the list answered ${status}`);
    count += body.items.length;
    if (!body.nextCursor) return count;
    path = `${entriesPath(calendar)}${window}&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
}
