// `npm run smoke -- ADDRESS`: a first user, calendar and entry at a system that runs somewhere, and an overlap refused. What it made it
// takes away again. Waits a minute for a first answer: a new load balancer's name takes its time.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { explain, Failure } from './failure.mjs';
import { request } from './request.mjs';

const patience = 60_000;
const timeout = 10_000;
const say = (text) => process.stdout.write(`${text}\n`);

async function answered(address) {
  const end = Date.now() + patience;
  for (;;) {
    const why = await fetch(`${address}/openapi.json`, {
      signal: AbortSignal.timeout(timeout),
    }).then(
      ({ status }) => (status === 200 ? null : `was answered ${status}`),
      (error) => `was not answered: ${error.cause?.message ?? error.message}`,
    );
    if (why === null) return;
    if (Date.now() > end)
      throw new Failure(`reach ${address}`, `GET /openapi.json ${why}`, 'look at the gateway');
    await pause(1_000);
  }
}

function asker(address) {
  let token;
  return {
    as: (accessToken) => {
      token = accessToken;
    },
    async ask(method, path, expected, body) {
      const answer = await request(method, address + path, { token, body, timeoutMs: timeout });
      if (answer.status !== expected) {
        const id = answer.headers.get('x-request-id') ?? 'none';
        const why = `${answer.status} instead of ${expected} (X-Request-Id: ${id}): ${JSON.stringify(answer.body)}`;
        throw new Failure(`${method} ${path}`, why, 'find the request in the logs by its id');
      }
      say(`${answer.status}  ${method} ${path}`);
      return answer.body;
    },
  };
}

async function story({ as, ask }) {
  const email = `smoke-${randomUUID()}@example.com`;
  const { accessToken } = await ask('POST', '/auth/register', 201, {
    email,
    password: randomUUID(),
  });
  as(accessToken);
  try {
    const { id } = await ask('POST', '/calendars', 201, { name: 'Smoke', timeZone: 'UTC' });
    const entries = `/calendars/${id}/entries`;
    const entry = { title: 'Smoke', start: '2027-03-01T09:00:00', duration: 'PT30M' };
    await ask('POST', entries, 201, entry);
    await ask('POST', entries, 409, { ...entry, start: '2027-03-01T09:15:00' });
    await ask('GET', `${entries}?start=2027-03-01T00:00:00Z&end=2027-03-02T00:00:00Z`, 200);
  } finally {
    await ask('DELETE', '/auth/me', 204);
  }
}

try {
  const address = process.argv[2]?.replace(/\/+$/, '');
  if (!URL.canParse(address ?? ''))
    throw new Failure('read the arguments', 'there is no address', 'npm run smoke -- https://...');
  await answered(address);
  await story(asker(address));
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
