// Every operation of the OpenAPI document with a request that would succeed, so that no test forgets one.

import { type JsonSchema, type Parameter, readDocument } from '@calendar/shared/openapi/document';
import { newEmail, type TestUser } from '@calendar/shared/testing/client';
import { mainSystem } from '../../../dev/testing.mjs';

export const system = mainSystem();

export type Operation = {
  id: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  service: 'auth' | 'calendar' | 'entry';
  open: boolean;
  body: JsonSchema | undefined;
  query: Parameter[];
};

/** What somebody has: what a path and a body name. */
export type Belongings = TestUser & { calendarId: string; entryId: string };

function serviceOf(path: string): Operation['service'] {
  if (/^\/(auth|\.well-known)\//.test(path)) return 'auth';
  return /^\/calendars(\/\{calendarId\})?$/.test(path) ? 'calendar' : 'entry';
}

export const operations: Operation[] = Object.entries(readDocument().paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      service: serviceOf(path),
      open: operation.security !== undefined,
      body: operation.requestBody?.content['application/json']?.schema,
      query: operation.parameters.filter(
        (each): each is Parameter => 'in' in each && each.in === 'query',
      ),
    })),
);

export const withBody = operations.filter(({ body }) => body !== undefined);

/** The two ways in: through the gateway, and past it. */
export const doors = ['gateway', 'service'] as const;
export const baseOf = (
  door: (typeof doors)[number],
  { service }: Pick<Operation, 'service'>,
): string => (door === 'gateway' ? system.baseUrl : (system.services[service][0] ?? ''));

const window = '?start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z';

/** The path with these ids, and with what the query needs. */
export function pathOf({ id, path }: Operation, { calendarId, entryId }: Belongings): string {
  const values: Record<string, string> = {
    calendarId,
    entryId,
    file: 'swagger-ui.css',
    type: 'validation',
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return id === 'listEntries' ? filled + window : filled;
}

/** Every field that a client may set, each with a good value. Throws where the document has a body that is not known here. */
export function bodyOf(
  { id, body }: Operation,
  owner: TestUser,
): Record<string, unknown> | undefined {
  if (!body) return undefined;
  const { email, password, refreshToken } = owner;
  const calendar = { name: 'Changed', description: 'x', timeZone: 'Europe/Berlin' };
  const entry = {
    title: 'Changed',
    description: 'x',
    location: 'x',
    start: '2027-05-01T09:00:00+02:00',
    duration: 'PT1H',
    timeZone: 'Europe/Berlin',
    freeBusy: 'busy',
    recurrence: null,
  };
  const bodies: Record<string, Record<string, unknown>> = {
    register: { email: newEmail(), password, name: 'New' },
    logIn: { email, password },
    refreshSession: { refreshToken },
    logOut: { refreshToken },
    changeMe: { name: 'Changed' },
    createCalendar: calendar,
    replaceCalendar: calendar,
    changeCalendar: calendar,
    createEntry: entry,
    replaceEntry: entry,
    changeEntry: entry,
    checkEntry: entry,
  };
  const known = bodies[id];
  if (!known) throw new Error(`no body is known here for ${id}`);
  return known;
}
