// The calendar service as the authority on calendars, asked over HTTP with the caller's own token.
import { refuseToken, unavailable } from '@calendar/shared/errors';
import { makeGate } from '@calendar/shared/gate';
import { traceHeaders } from '@calendar/shared/trace';
import Joi from 'joi';
import type { CalendarState } from './calendar-refs.ts';

const PATIENCE_MS = 2_000;
const asking = {
  atOnce: 32,
  waiting: 200,
  patienceMs: PATIENCE_MS,
  busy: 'Too much waits for the calendar service.',
};

const calendarBody = Joi.object({ timeZone: Joi.string().max(64).required() }).unknown();

const notAsAgreed = (cause: unknown) =>
  unavailable('The calendar service does not answer as it should.', cause);

function timeZoneOf(body: unknown): string {
  const { value, error } = calendarBody.validate(body);
  if (error) throw notAsAgreed(error);
  return value.timeZone;
}

/** The time limit and a broken connection hold for the body too. */
const bodyOf = (response: Response): Promise<unknown> =>
  response.json().catch((error: unknown) => {
    throw notAsAgreed(error);
  });

export type AskCalendar = (
  ownerId: string,
  token: string,
  id: string,
) => Promise<CalendarState | null>;

/** Null where the authority knows no such calendar of this caller. Throws 503 where it does not answer, never a guess. */
export function makeAskCalendar(calendarUrl: string): AskCalendar {
  const gate = makeGate(asking);

  async function get(id: string, token: string): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, ...traceHeaders() };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      return await fetch(new URL(`/calendars/${id}`, calendarUrl), { headers, signal });
    } catch (error) {
      throw unavailable('The calendar service does not answer.', error);
    }
  }

  async function ask(ownerId: string, token: string, id: string): Promise<CalendarState | null> {
    const response = await get(id, token);
    if (response.status === 404) return null;
    if (response.status === 401) throw refuseToken();
    const version = Number(/^"(\d+)-/.exec(response.headers.get('etag') ?? '')?.[1]);
    if (response.status !== 200 || !Number.isSafeInteger(version)) {
      throw notAsAgreed(response.status);
    }
    return { id, ownerId, timeZone: timeZoneOf(await bodyOf(response)), version };
  }

  return (ownerId, token, id) => gate(() => ask(ownerId, token, id));
}
