// People who write and read all the time, while something is done to the cluster; what they were told, counted.
import { setTimeout as delay } from 'node:timers/promises';
import { countEntries, entriesPath, entryBody, send, somebody } from './client.mjs';

const people = 4;
const pauseMs = 15;

/** One turn: an entry is written, and everything is read. What is asked of each service in it. */
const turn = ({ calendar }, index) => [
  ['POST', entriesPath(calendar), entryBody(index)],
  ['GET', `${entriesPath(calendar)}?start=2027-01-01T00:00:00Z&end=2027-01-08T00:00:00Z`],
  ['GET', `/calendars/${calendar}`],
  ['GET', '/auth/me'],
];

async function live(base, person, seen, goesOn) {
  for (let index = 0; goesOn(); index += 1) {
    for (const [method, path, body] of turn(person, index)) {
      const began = performance.now();
      const told = await send(base, method, path, { token: person.token, body }).catch((error) => ({
        status: 0,
        fault: error.cause?.code ?? error.name,
      }));
      seen.requests += 1;
      seen.slowestMs = Math.max(seen.slowestMs, performance.now() - began);
      if (told.status < 200 || told.status > 299)
        seen.failed.push(
          `${method} ${path.split('?')[0]}: ${told.status} ${told.fault ?? told.body?.detail}`,
        );
      else if (method === 'POST') person.written += 1;
      await delay(pauseMs);
    }
  }
}

/**
 * Resolves once `work` has ended and everybody has had the last answer: how much was asked, and what was not answered with success.
 * Throws where an acknowledged entry is not there afterwards.
 */
export async function underLoad(base, work) {
  const crowd = await Promise.all(Array.from({ length: people }, () => somebody(base)));
  for (const person of crowd) person.written = 0;
  const seen = { requests: 0, failed: [], slowestMs: 0 };
  let ended = false;
  const lives = crowd.map((person) => live(base, person, seen, () => !ended));
  try {
    await work();
  } finally {
    ended = true;
    await Promise.all(lives);
  }
  for (const person of crowd) {
    const found = await countEntries(base, person);
    // One that was not answered may have been carried out all the same.
    if (found < person.written)
      throw new Error(`${person.written} entries written, ${found} found`);
  }
  return seen;
}

export const told = ({ requests, failed, slowestMs }) =>
  `${failed.length} of ${requests} requests failed, slowest ${Math.round(slowestMs)} ms`;

/** Throws where more than `tolerated` requests failed, with the first of them. */
export function expectFew(seen, tolerated) {
  if (seen.failed.length > tolerated) throw new Error(`${told(seen)}: ${seen.failed[0]}`);
  return told(seen);
}
