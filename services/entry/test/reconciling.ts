// The reconciler as the service has it, in the process of a story, which reads what it counts.
import { connectDatabase } from '@calendar/shared/db/connect';
import { makeAsk } from '@calendar/shared/events/ask';
import { connectBroker } from '@calendar/shared/events/connect';
import { newTag } from '@calendar/shared/ids';
import type { Log } from '@calendar/shared/log';
import type { System } from '../../../dev/testing.mjs';
import { buryCalendar } from '../src/actions/bury-calendar.ts';
import { type ForgetCalendar, forgetCalendar } from '../src/actions/forget-calendar.ts';
import { mendCalendar } from '../src/actions/mend-calendar.ts';
import { purgeCalendar } from '../src/actions/purge-calendar.ts';
import { reconcile } from '../src/actions/reconcile.ts';
import { makeAskStates } from '../src/store/authority.ts';
import { makeCalendarRefs } from '../src/store/calendar-refs.ts';
import { makeEntries } from '../src/store/entries.ts';
import { makeOverrides } from '../src/store/overrides.ts';

export type Reconciling = AsyncDisposable & {
  /** A reconciler that remembers nothing yet; what it gives does one round. */
  newReconciler: () => () => Promise<void>;
  forget: ForgetCalendar;
};

export async function openReconciling(
  { database, natsUrl }: Pick<System, 'database' | 'natsUrl'>,
  log: Log,
): Promise<Reconciling> {
  const opened = new AsyncDisposableStack();
  const url = new URL(database.adminUrl);
  url.pathname = `/${database.schemas.entry}`;
  const db = opened.use(connectDatabase({ url: url.href }));
  const broker = opened.use(connectBroker({ url: natsUrl, name: 'admin', log }));
  await broker.ready;

  const calendarRefs = makeCalendarRefs(db);
  const stores = { db, calendarRefs, entries: makeEntries(db), overrides: makeOverrides() };
  const base = { ...stores, now: Date.now, newTag };
  const purges = { ...base, purgeCalendar: purgeCalendar(base), buryCalendar: buryCalendar(base) };
  const forgets = { ...purges, forgetCalendar: forgetCalendar(purges) };
  const askStates = makeAskStates(makeAsk(broker));
  const parts = { calendarRefs, askStates, mendCalendar: mendCalendar(forgets), log };
  const { signal } = new AbortController();
  return {
    newReconciler: () => {
      const round = reconcile(parts);
      return () => round(signal);
    },
    forget: forgets.forgetCalendar,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
