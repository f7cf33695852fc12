// What is held here of calendars, held against the authority, a thousand at a time. Events bring the two together, so the first difference
// is one on its way; what differs in the same way a round later is mended as an event would have done it.
import { type AuthorityState, MOST_IDS } from '@calendar/shared/contracts/calendar-states';
import type { Log } from '@calendar/shared/log';
import { instruments } from '@calendar/shared/metrics';
import { type Difference, differenceOf, differences as kinds } from '../domain/difference.ts';
import type { AskStates } from '../store/authority.ts';
import type { CalendarRefs, HeldCalendar } from '../store/calendar-refs.ts';
import type { MendCalendar } from './mend-calendar.ts';

/** More unknown ones in a round speak of a wrong database behind the authority: the rest waits, so that somebody can look. */
const MOST_UNKNOWN = 100;
const MOST_SUSPECTS = 10_000;

type Deps = {
  calendarRefs: Pick<CalendarRefs, 'unsettled'>;
  askStates: AskStates;
  mendCalendar: MendCalendar;
  log: Log;
};

type Found = { difference: Difference; held: HeldCalendar; authority: AuthorityState | undefined };

/** One round. Throws where the authority does not answer; nothing is mended on a guess. */
export type Reconcile = (signal: AbortSignal) => Promise<void>;

const sameAs = ({ difference, held, authority }: Found) =>
  `${difference} ${held.version} ${authority?.version}`;

export function reconcile({ calendarRefs, askStates, mendCalendar, log }: Deps): Reconcile {
  const { repairs } = instruments();
  // From the start, so that an increase from none is one.
  for (const kind of kinds) repairs.add(0, { 'calendar.difference': kind });
  let suspects = new Map<string, string>();

  async function* differences(signal: AbortSignal): AsyncGenerator<Found> {
    for (let after = ''; !signal.aborted; ) {
      const page = await calendarRefs.unsettled(after, MOST_IDS);
      const last = page.at(-1);
      if (!last) return;
      const states = await askStates(page.map(({ id }) => id));
      for (const held of page) {
        const authority = states.get(held.id);
        const difference = differenceOf(held, authority);
        if (difference) yield { difference, held, authority };
      }
      after = last.id;
    }
  }

  async function mend(found: Found): Promise<void> {
    const { difference, held, authority } = found;
    await mendCalendar(difference, held, authority);
    repairs.add(1, { 'calendar.difference': difference });
    const versions = { held: held.version, authority: authority?.version };
    log.error({ calendarId: held.id, difference, ...versions }, 'a calendar was mended');
  }

  return async (signal) => {
    const seen = new Map<string, string>();
    let [mended, unknown] = [0, 0];
    for await (const found of differences(signal)) {
      const again = suspects.get(found.held.id) === sameAs(found);
      if (again && found.difference === 'unknown') unknown += 1;
      if (again && unknown <= MOST_UNKNOWN) {
        await mend(found);
        mended += 1;
      } else if (seen.size < MOST_SUSPECTS) {
        seen.set(found.held.id, sameAs(found));
      }
    }
    suspects = seen;
    if (unknown > MOST_UNKNOWN)
      log.error({ unknown, most: MOST_UNKNOWN }, 'too many calendars are unknown to the authority');
    log.info({ mended, suspects: seen.size }, 'calendars were held against the authority');
  };
}
