// The composition root of entry: config in; a listening server out, with everything it opened closed again on disposal.
import type { Server } from 'node:http';
import { calendarsStream, parseCalendarEvent } from '@calendar/shared/contracts/calendar-events';
import { parseUserEvent, usersStream } from '@calendar/shared/contracts/user-events';
import { connectDatabase, type Database } from '@calendar/shared/db/connect';
import { makeAsk } from '@calendar/shared/events/ask';
import { connectBroker } from '@calendar/shared/events/connect';
import { startConsumer } from '@calendar/shared/events/consume';
import { inboxJobs } from '@calendar/shared/events/purge-jobs';
import { listen as listenToTold } from '@calendar/shared/events/tell';
import { makeAuthenticate } from '@calendar/shared/http/authenticate';
import { type Health, makeHealth } from '@calendar/shared/http/health';
import { remoteKeys } from '@calendar/shared/http/remote-keys';
import { listen, makeApp } from '@calendar/shared/http/server';
import { makeOnce } from '@calendar/shared/idempotency/once';
import { keysJob } from '@calendar/shared/idempotency/purge-job';
import { newId, newTag } from '@calendar/shared/ids';
import { type Log, makeLog } from '@calendar/shared/log';
import { readDocument } from '@calendar/shared/openapi/document';
import { makeOwners } from '@calendar/shared/owners/owners';
import { startPurge } from '@calendar/shared/purge';
import { startRounds } from '@calendar/shared/rounds';
import { besideOccurrence } from './actions/beside-occurrence.ts';
import { buryCalendar } from './actions/bury-calendar.ts';
import { changeOccurrence } from './actions/change-occurrence.ts';
import { changeSeries } from './actions/change-series.ts';
import { changeSingle } from './actions/change-single.ts';
import { checkEntry } from './actions/check-entry.ts';
import { createEntry } from './actions/create-entry.ts';
import { decideOverlap } from './actions/decide-overlap.ts';
import { deleteEntry } from './actions/delete-entry.ts';
import { findOccurrence } from './actions/find-occurrence.ts';
import { findOverlap } from './actions/find-overlap.ts';
import { forgetCalendar } from './actions/forget-calendar.ts';
import { forgetOwner, markOwner } from './actions/forget-owner.ts';
import { inCalendar } from './actions/in-calendar.ts';
import { makeLimits } from './actions/limits.ts';
import { listEntries } from './actions/list-entries.ts';
import { lockingCalendar } from './actions/locking-calendar.ts';
import { mendCalendar } from './actions/mend-calendar.ts';
import { nextFree } from './actions/next-free.ts';
import { onceInCalendar } from './actions/once-in-calendar.ts';
import { pageOfLines } from './actions/page-of-lines.ts';
import { purgeCalendar } from './actions/purge-calendar.ts';
import { readEntry } from './actions/read-entry.ts';
import { readList } from './actions/read-list.ts';
import { reconcile } from './actions/reconcile.ts';
import { recordCalendar } from './actions/record-calendar.ts';
import { seriesAtHand } from './actions/series-at-hand.ts';
import { splitSeries } from './actions/split-series.ts';
import { updateEntry } from './actions/update-entry.ts';
import { weighSeries } from './actions/weigh-series.ts';
import type { Config } from './config.ts';
import { CLASS_MAX_MS, SERIES_CLASS } from './domain/duration-class.ts';
import { docsRoutes } from './http/docs.ts';
import { entryRoutes } from './http/entries.ts';
import { windowRoutes } from './http/windows.ts';
import { onCalendarEvent, onCalendarTold } from './inbox/calendar-events.ts';
import { onTold, parseTold } from './inbox/told.ts';
import { onUserEvent, onUserTold } from './inbox/user-events.ts';
import { type AskStates, makeAskStates } from './store/authority.ts';
import { makeCalendarRefs } from './store/calendar-refs.ts';
import { makeAskCalendar } from './store/calendar-service.ts';
import { makeEntries } from './store/entries.ts';
import { gatherRefs } from './store/gathered-refs.ts';
import { type ListBodies, makeListBodies } from './store/list-bodies.ts';
import { makeOccupancy } from './store/occupancy.ts';
import { makeOverrides } from './store/overrides.ts';
import { findSeriesVersions } from './store/series-versions.ts';

const HOUR_MS = 3_600_000;
const tzdata = String(process.versions.tz);

export type App = AsyncDisposable & {
  server: Server;
  health: Health;
  log: Log;
  /** Begins a round of the reconciler. */
  reconcile: () => void;
};

/** Throws what the port says; database, broker, auth and calendar may come later. */
export async function start(config: Readonly<Config>): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const log = makeLog('entry', config.LOG_LEVEL);
  const now = Date.now;
  const db = stack.use(connectDatabase({ url: config.DATABASE_URL }));
  const broker = stack.use(connectBroker({ url: config.NATS_URL, name: 'entry', log }));
  const jobs = [...inboxJobs(db), keysJob(db)];
  stack.use(startPurge({ jobs, everyMs: HOUR_MS, now, log }));

  const listBodies = stack.use(makeListBodies({ redisUrl: config.REDIS_URL, log }));
  const askStates = makeAskStates(makeAsk(broker));
  const actions = makeActions(config, db, { now, log, listBodies, askStates });
  const durable = { broker, log, db, newId, durable: 'entry' };
  const users = { stream: usersStream.name, parse: parseUserEvent };
  stack.use(startConsumer({ ...durable, ...users, handle: onUserEvent(actions) }));
  const calendars = { stream: calendarsStream.name, parse: parseCalendarEvent };
  stack.use(startConsumer({ ...durable, ...calendars, handle: onCalendarEvent(actions) }));
  const handle = onTold({ user: onUserTold(actions), calendar: onCalendarTold(actions) });
  const told = { subject: 'entry.tell', queue: 'entry', parse: parseTold };
  stack.use(listenToTold({ broker, log, ...told, handle }));
  const { reconcile: round } = actions;
  const rounds = stack.use(startRounds({ name: 'reconciler', everyMs: HOUR_MS, round, log }));

  const keys = remoteKeys({ authUrl: config.AUTH_URL, log, now });
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = config;
  const authenticate = makeAuthenticate({ keys, issuer, audience, now });
  const health = makeHealth();
  const routes = [
    ...windowRoutes(actions),
    ...entryRoutes(actions),
    ...docsRoutes({ document: readDocument(), zoneData: tzdata }),
  ];
  const koa = makeApp({ routes, authenticate, health, log });
  const server = await listen(koa, config.HOST, config.PORT);
  const opened = stack.move();
  const dispose = () => opened.disposeAsync();
  return { server, health, log, reconcile: rounds.now, [Symbol.asyncDispose]: dispose };
}

type Given = { now: () => number; log: Log; listBodies: ListBodies; askStates: AskStates };

function makeActions(config: Readonly<Config>, db: Database, given: Given) {
  const stores = {
    db,
    ...given,
    lookUpCalendar: gatherRefs(db),
    owners: makeOwners(db),
    calendarRefs: makeCalendarRefs(db),
    entries: makeEntries(db),
    overrides: makeOverrides(),
    seriesVersions: findSeriesVersions(SERIES_CLASS),
    occupancy: makeOccupancy(CLASS_MAX_MS),
    askCalendar: makeAskCalendar(config.CALENDAR_URL),
    once: makeOnce({ db, now: given.now }),
    ...{ newId, newTag, tzdata },
    decisionMs: config.DECISION_MS,
    limits: makeLimits({
      entries: config.MAX_ENTRIES_PER_CALENDAR,
      series: config.MAX_SERIES_PER_CALENDAR,
      overrides: config.MAX_OVERRIDES_PER_SERIES,
    }),
    seriesBytes: config.MAX_SERIES_BYTES_PER_CALENDAR,
  };
  const reading = {
    ...stores,
    inCalendar: inCalendar(stores),
    seriesAtHand: seriesAtHand(stores),
    pageOfLines: pageOfLines(stores),
  };
  const looking = { ...reading, findOverlap: findOverlap(reading) };
  const locking = { ...reading, lockingCalendar: lockingCalendar(reading) };
  const writing = {
    ...locking,
    besideOccurrence: besideOccurrence(reading),
    weighSeries: weighSeries(reading),
    onceInCalendar: onceInCalendar(locking),
    findOccurrence: findOccurrence(stores),
    decideOverlap: decideOverlap(looking),
  };
  const changing = {
    ...writing,
    changeSingle: changeSingle(writing),
    changeSeries: changeSeries(writing),
    splitSeries: splitSeries(writing),
    changeOccurrence: changeOccurrence(writing),
  };
  const cascade = {
    ...stores,
    buryCalendar: buryCalendar(stores),
    purgeCalendar: purgeCalendar(stores),
  };
  const forgets = { ...cascade, forgetCalendar: forgetCalendar(cascade) };
  return {
    createEntry: createEntry(writing),
    readEntry: readEntry(reading),
    readList: readList({ ...reading, listEntries: listEntries(reading) }),
    checkEntry: checkEntry({ ...looking, nextFree: nextFree(looking) }),
    updateEntry: updateEntry(changing),
    deleteEntry: deleteEntry(writing),
    recordCalendar: recordCalendar(stores),
    buryCalendar: cascade.buryCalendar,
    forgetCalendar: forgets.forgetCalendar,
    markOwner: markOwner(stores),
    forgetOwner: forgetOwner(cascade),
    reconcile: reconcile({ ...stores, mendCalendar: mendCalendar(forgets) }),
  };
}
