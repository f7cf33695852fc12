// The composition root of calendar: config in; a listening server out, with everything it opened closed again on disposal.
import type { Server } from 'node:http';
import { calendarsStream } from '@calendar/shared/contracts/calendar-events';
import { calendarStatesSubject } from '@calendar/shared/contracts/calendar-states';
import { parseUserEvent, usersStream } from '@calendar/shared/contracts/user-events';
import { connectDatabase, type Database } from '@calendar/shared/db/connect';
import { answerQuestions } from '@calendar/shared/events/ask';
import { connectBroker } from '@calendar/shared/events/connect';
import { startConsumer } from '@calendar/shared/events/consume';
import { inboxJobs, outboxJob } from '@calendar/shared/events/purge-jobs';
import { startRelay } from '@calendar/shared/events/relay';
import { listen as listenToTold, makeTell, type Tell } from '@calendar/shared/events/tell';
import { makeAuthenticate } from '@calendar/shared/http/authenticate';
import { type Health, makeHealth } from '@calendar/shared/http/health';
import { remoteKeys } from '@calendar/shared/http/remote-keys';
import { listen, makeApp } from '@calendar/shared/http/server';
import { makeOnce } from '@calendar/shared/idempotency/once';
import { keysJob } from '@calendar/shared/idempotency/purge-job';
import { newId, newTag } from '@calendar/shared/ids';
import { type Log, makeLog } from '@calendar/shared/log';
import { makeOwners } from '@calendar/shared/owners/owners';
import { startPurge } from '@calendar/shared/purge';
import { createCalendar } from './actions/create-calendar.ts';
import { deleteCalendar } from './actions/delete-calendar.ts';
import { forgetOwner, markOwner } from './actions/forget-owner.ts';
import { listCalendars } from './actions/list-calendars.ts';
import { readCalendar } from './actions/read-calendar.ts';
import { tellStates } from './actions/tell-states.ts';
import { updateCalendar } from './actions/update-calendar.ts';
import type { Config } from './config.ts';
import { calendarRoutes } from './http/calendars.ts';
import { onStatesAsked } from './inbox/calendar-questions.ts';
import { onUserEvent, onUserTold } from './inbox/user-events.ts';
import { makeCalendarStates } from './store/calendar-states.ts';
import { makeCalendars } from './store/calendars.ts';

const HOUR_MS = 3_600_000;

export type App = AsyncDisposable & { server: Server; health: Health; log: Log };

/** Throws what the port says; database, broker and auth may come later. */
export async function start(config: Readonly<Config>): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const log = makeLog('calendar', config.LOG_LEVEL);
  const now = Date.now;
  const db = stack.use(connectDatabase({ url: config.DATABASE_URL }));
  const broker = stack.use(connectBroker({ url: config.NATS_URL, name: 'calendar', log }));
  const stream = { ...calendarsStream, num_replicas: config.STREAM_REPLICAS };
  const relay = stack.use(startRelay({ db, broker, log, stream, newId }));
  const jobs = [outboxJob(db), ...inboxJobs(db), keysJob(db)];
  stack.use(startPurge({ jobs, everyMs: HOUR_MS, now, log }));

  const tell = makeTell({ broker, log });
  const actions = makeActions({ db, tell, wakeRelay: relay.wake, now });
  const user = { broker, log, parse: parseUserEvent };
  const durable = { db, newId, stream: usersStream.name, durable: 'calendar' };
  stack.use(startConsumer({ ...user, ...durable, handle: onUserEvent(actions) }));
  const told = { subject: 'calendar.tell', queue: 'calendar' };
  stack.use(listenToTold({ ...user, ...told, handle: onUserTold(actions) }));
  const asked = { subject: calendarStatesSubject, queue: 'calendar' };
  stack.use(answerQuestions({ broker, log, ...asked, answer: onStatesAsked(actions) }));

  const keys = remoteKeys({ authUrl: config.AUTH_URL, log, now });
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = config;
  const authenticate = makeAuthenticate({ keys, issuer, audience, now });
  const health = makeHealth();
  const koa = makeApp({ routes: calendarRoutes(actions), authenticate, health, log });
  const server = await listen(koa, config.HOST, config.PORT);
  const opened = stack.move();
  return { server, health, log, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

type Given = { db: Database; tell: Tell; wakeRelay: () => void; now: () => number };

function makeActions({ db, tell, wakeRelay, now }: Given) {
  const base = {
    db,
    owners: makeOwners(db),
    calendars: makeCalendars(db.sequelize),
    once: makeOnce({ db, now }),
    tellEntry: tell.bind(null, 'entry.tell'),
    wakeRelay,
    now,
    newId,
    newTag,
  };
  return {
    createCalendar: createCalendar(base),
    listCalendars: listCalendars(base),
    readCalendar: readCalendar(base),
    updateCalendar: updateCalendar(base),
    deleteCalendar: deleteCalendar(base),
    markOwner: markOwner(base),
    forgetOwner: forgetOwner(base),
    tellStates: tellStates({ calendarStates: makeCalendarStates(db) }),
  };
}
