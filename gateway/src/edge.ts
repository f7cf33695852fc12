// Twin of lua/access.lua: what a request must look like before any other rule is asked.
// Both are tied by the hash below: change the Lua, this file and problems.ts together, then state the new hash.
import { createHash } from 'node:crypto';
import type { LuaConfig } from './kong-types.ts';
import { Refusal } from './problems.ts';
import type { Route } from './router.ts';

export const twinOfLua = '4759a4a835fe3c3e44641aa4db06e02fd27effaff4ca742e5af482eae044ce05';

/** SHA-256 of the Lua of the three phases. */
export function luaDigest({ access, header_filter, body_filter }: LuaConfig): string {
  return createHash('sha256')
    .update([access, header_filter, body_filter].flat().join('\n--\n'))
    .digest('hex');
}

/** What only the gateway may say, with the underscore forms that servers read as the same header. In lower case. */
export const identityHeaders: ReadonlySet<string> = new Set([
  'x-user-id',
  'x_user_id',
  'x-user_id',
  'x_user-id',
  'x-consumer-id',
  'x-consumer-username',
  'x-consumer-custom-id',
  'x-consumer-groups',
  'x-credential-identifier',
  'x-anonymous-consumer',
  'x-authenticated-userid',
  'x-authenticated-groups',
  'forwarded',
]);

/** Whether a client's X-Request-Id is kept. */
export const isRequestId = (id: string): boolean => /^[A-Za-z0-9\-_.:/+=]{1,128}$/.test(id);

/** A token whose shape is right; nothing of it is verified yet. `sub` names whose rate limit counts. */
export type Token = { text: string; kid: string; sub: string };

/** The request's token where it brings one and the route is closed. Throws a Refusal of 401 where it is malformed. */
export function readToken(
  route: Route,
  method: string,
  authorization: string | undefined,
): Token | undefined {
  if (route.open || authorization === undefined || method === 'OPTIONS') return undefined;
  const text = /^[Bb]earer +([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
  if (text === undefined || text.length > 4096) throw invalidToken();
  const [header, claims] = text.split('.').map(readPart);
  const { kid } = header ?? {};
  const { sub, exp } = claims ?? {};
  if (typeof kid !== 'string' || claims?.kid !== undefined || typeof exp !== 'number')
    throw invalidToken();
  if (typeof sub !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(sub)) throw invalidToken();
  return { text, kid, sub };
}

/** 401 for a token that is there and is not good (RFC 6750 3.1). */
export function invalidToken(): Refusal {
  return new Refusal(401, { 'WWW-Authenticate': 'Bearer realm="calendar", error="invalid_token"' });
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // answered with 401 by the caller
  }
}
