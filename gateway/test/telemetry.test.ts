// Processes started as production starts them, with the variables that switch telemetry on: what they send, what they show, what they log.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { newId } from '@calendar/shared/ids';
import { api, newUser, type TestUser } from '@calendar/shared/testing/client';
import { receiveTraces, type TakenSpan } from '@calendar/shared/testing/otlp-receiver';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { until } from '@calendar/shared/testing/until';
import { freePort } from '../../dev/ports.mjs';
import { type OwnSystem, startSystem } from '../../dev/testing.mjs';

const collector = await receiveTraces();
const services = ['auth', 'calendar', 'entry'] as const;
const ports = new Map<string, number>();
for (const service of services) ports.set(service, await freePort());

const traced = (name: string) => ({
  OTEL_SERVICE_NAME: name,
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
});
const measured = (name: string) => ({
  ...traced(name),
  OTEL_METRICS_EXPORTER: 'prometheus',
  OTEL_EXPORTER_PROMETHEUS_PORT: `${ports.get(name)}`,
});

const title = 'Visit to Dr. Grey';
const window = '?start=2027-01-01T00:00:00Z&end=2027-02-01T00:00:00Z';
const clientSpan = '00f067aa0ba902b7';
const trace = randomBytes(16).toString('hex');
let system: OwnSystem;
let me: Somebody;
let ada: TestUser;

/** Everything that is asserted below: made, refused, forced, listed twice, made again by its key, deleted. */
async function live(): Promise<void> {
  const { ask } = me;
  const { body: calendar } = await ask('POST', '/calendars', { name: 'Work', timeZone: 'UTC' });
  const entries = `/calendars/${calendar.id}/entries`;
  const entry = { title, start: '2027-01-01T09:00:00Z', duration: 'PT1H' };
  const key = { 'Idempotency-Key': '"first"' };
  for (const headers of [key, key, {}]) await ask('POST', entries, entry, headers);
  await ask('POST', `${entries}?force=true`, entry);
  for (const _ of [1, 2]) expect((await ask('GET', entries + window)).status).toBe(200);
  const headers = { traceparent: `00-${trace}-${clientSpan}-01` };
  const gone = await ask('DELETE', `/calendars/${calendar.id}`, undefined, headers);
  expect(gone.status).toBe(204);
}

beforeAll(async () => {
  const settings = Object.fromEntries(services.map((name) => [name, measured(name)]));
  system = await startSystem({
    name: 'watched',
    instances: { entry: 1 },
    settings: { ...settings, gateway: traced('gateway') },
  });
  me = await somebody(api(system.baseUrl));
  await live();
}, 120_000);
afterAll(async () => {
  await system.stop();
  await collector.close();
});

const inTrace = () => collector.spans.filter(({ traceId }) => traceId === trace);

test('the deletion of a calendar is one trace, from the gateway to the last entry removed', async () => {
  const last = await until(() =>
    inTrace().findLast((span) => /^DELETE FROM entry /.test(`${span.attributes['db.query.text']}`)),
  );
  // The rest of the batches that it lies between.
  const spans = await until(() => {
    const now = new Map(inTrace().map((span) => [span.spanId, span]));
    const whole = [...now.values()].every(
      ({ parentSpanId = '' }) => parentSpanId === clientSpan || now.has(parentSpanId),
    );
    return whole && now;
  });
  const way: TakenSpan[] = [];
  for (let at: TakenSpan | undefined = last; at; at = spans.get(at.parentSpanId ?? ''))
    way.unshift(at);
  const by = (name: string) => `@opentelemetry/instrumentation-${name}`;
  expect(way.map(({ service, scope, name }) => [service, scope, name])).toEqual([
    ['gateway', by('http'), 'DELETE'],
    ['gateway', by('undici'), 'DELETE'],
    ['calendar', by('http'), 'DELETE /calendars/:calendarId'],
    ['calendar', by('koa'), 'router - /calendars/:calendarId'],
    ['calendar', 'calendar', 'send calendars.v1.deleted'],
    ['entry', 'calendar', 'process calendars.v1.deleted'],
    ['entry', by('mysql2'), 'DELETE'],
  ]);
  expect(way[0]?.parentSpanId).toBe(clientSpan);
  const names = [...spans.values()].map(({ service, name }) => `${service}: ${name}`);
  expect(names).toEqual(
    expect.arrayContaining(['calendar: send entry.tell', 'entry: process entry.tell']),
  );
}, 60_000);

test('what entry does not know it asks of calendar in the same trace', async () => {
  const asked = randomBytes(16).toString('hex');
  const headers = { traceparent: `00-${asked}-${clientSpan}-01` };
  const entries = `/calendars/${newId()}/entries`;
  expect((await me.ask('GET', entries + window, undefined, headers)).status).toBe(404);
  const find = (service: string, scope: string) =>
    collector.spans.find(
      (span) => span.traceId === asked && span.service === service && span.scope.endsWith(scope),
    );
  const [sent, taken] = await until(() => {
    const [client, server] = [find('entry', 'undici'), find('calendar', 'http')];
    return client && server && ([client, server] as const);
  });
  expect(taken.parentSpanId).toBe(sent.spanId);
}, 30_000);

test('what is asked at intervals begins no trace, nor do questions about health', async () => {
  await until(() => inTrace().length > 0);
  const roots = collector.spans.filter(({ parentSpanId }) => !parentSpanId);
  expect(roots.map(({ kind }) => kind)).not.toContain(3); // CLIENT
  const paths = collector.spans.map(({ attributes }) => attributes['url.path']);
  expect(paths).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/livez|readyz|metrics/)]),
  );
});

test('a statement is named by its verb', () => {
  const statements = collector.spans.filter(({ scope }) => scope.endsWith('mysql2'));
  expect(statements.length).toBeGreaterThan(0);
  for (const { name } of statements) expect(name).toMatch(/^[A-Z]+$/);
});

const scrape = async (service: string) =>
  (await fetch(`http://localhost:${ports.get(service)}/metrics`)).text();
const figure = (shown: string, start: string) =>
  Number(
    shown
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.match(/ (\S+)$/)?.[1],
  );

test('Prometheus finds what is measured under its names, by route and never by path', async () => {
  const [auth, calendar, entry] = await Promise.all(services.map(scrape));
  if (!auth || !calendar || !entry) throw new Error('nothing to scrape');
  const created = entry
    .split('\n')
    .find((line) => /^http_server_request_duration_seconds_count.*POST.*201/.test(line));
  expect(created).toContain('http_route="/calendars/:calendarId/entries"');
  expect(auth).toContain('http_route="/auth/register"');
  const decided = 'calendar_overlap_decision_duration_seconds_count{calendar_outcome=';
  for (const outcome of ['free', 'refused', 'forced'])
    expect(figure(entry, `${decided}"${outcome}"`)).toBe(1);
  expect(figure(entry, 'calendar_cache_lookups_total{calendar_cache_layer="none"')).toBe(1);
  expect(figure(entry, 'calendar_cache_lookups_total{calendar_cache_layer="process"')).toBe(1);
  expect(figure(entry, 'calendar_idempotency_replays_total')).toBe(1);
  for (const pool of ['writer', 'reader']) {
    const about = `{db_client_connection_pool_name="${pool}"`;
    expect(figure(entry, `db_client_connection_max${about}`)).toBe(10);
    expect(figure(entry, `db_client_connection_count${about},`)).toBeGreaterThanOrEqual(0);
    expect(figure(entry, `db_client_connection_pending_requests${about}`)).toBe(0);
  }
  expect(figure(calendar, 'calendar_relay_leader{')).toBe(1);
  for (const name of [
    'calendar_outbox_depth',
    'calendar_outbox_age_seconds',
    'calendar_consumer_pending',
    'nodejs_eventloop_delay_p99_seconds',
  ])
    expect(figure(calendar, name)).toBeGreaterThanOrEqual(0);
  for (const text of [auth, calendar, entry]) expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}-7/);
});

test('logins are counted by what came out', async () => {
  const request = api(system.baseUrl);
  const login = (password: string) =>
    request('POST', '/auth/login', { body: { email: ada.email, password } });
  ada = await newUser(request);
  await login(ada.password);
  for (const _ of [1, 2, 3, 4, 5, 6, 7]) await login('not the password');
  const auth = await scrape('auth');
  const count = (outcome: string) =>
    figure(auth, `calendar_logins_total{calendar_outcome="${outcome}"`);
  expect([count('succeeded'), count('refused'), count('blocked')]).toEqual([1, 6, 1]);
});

const logs = () =>
  [...services, 'gateway'].map((name) => readFileSync(join(system.logs, `${name}-0.log`), 'utf8'));

test('being watched makes no process warn of itself', () => {
  for (const log of logs()) expect(log).not.toContain('Warning');
});

test('nothing that is sent, shown or logged says who did it or what they wrote', async () => {
  const request = api(system.baseUrl);
  // A collision, which the database tells with the address in it.
  const { email, password } = ada;
  expect((await request('POST', '/auth/register', { body: { email, password } })).status).toBe(409);
  await until(() =>
    collector.spans.some(({ status }) => `${status.message}`.includes('Duplicate')),
  );
  const all = [
    JSON.stringify(collector.spans),
    ...(await Promise.all(services.map(scrape))),
    ...logs(),
  ];
  for (const text of all) {
    for (const secret of [email, ada.token, title, password, '2027-01-01', '127.0.0.1","user'])
      expect(text).not.toContain(secret);
  }
}, 30_000);

test('a connection that is kept for the next scrape does not keep a process that is to end', async () => {
  const agent = new Agent({ keepAlive: true });
  const req = get(`http://localhost:${ports.get('auth')}/metrics`, { agent });
  const [res] = await once(req, 'response');
  await once(res.resume(), 'end');
  const began = performance.now();
  await system.kill('auth', 0, 'SIGTERM');
  expect(performance.now() - began).toBeLessThan(3_000);
  agent.destroy();
}, 30_000);
