// Bearer tokens: an Authorization header in, the caller's id out, or 401. The gateway has looked before; we look again.
import { createHash, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { AppError, refuseToken } from '../errors.ts';
import { isId } from '../ids.ts';

export type Authenticate = (authorization: string) => Promise<{ userId: string; token: string }>;

/** Finds the public key of a `kid`; undefined where there is none. `generation` moves when the set changes. */
export type VerificationKeys = {
  find: (kid: string) => Promise<KeyObject | undefined>;
  generation: () => number;
};

type Options = { keys: VerificationKeys; issuer: string; audience: string; now: () => number };
type Verified = { userId: string; expiresAt: number; generation: number };

const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const REMEMBERED = 10_000;
// Half as long again as ours live; the gateway says the same.
const LONGEST_LIFE_S = 900;

/** Whether no bits are left over that a decoder would drop (RFC 4648 3.5): one token has one spelling. */
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;

/** Checks signature (RS256 only), `typ`, `iss`, `aud`, `exp` and `sub` (RFC 9068 4); remembers a verified token until it expires. */
export function makeAuthenticate({ keys, issuer, audience, now }: Options): Authenticate {
  const remembered = new LRUCache<string, Verified>({ max: REMEMBERED });

  async function verify(token: string): Promise<Verified> {
    if (!token.split('.').every(isCanonical)) throw refuseToken();
    const kid = jwt.decode(token, { complete: true })?.header?.kid;
    const key = typeof kid === 'string' ? await keys.find(kid) : undefined;
    if (!key) throw refuseToken();
    const seconds = Math.floor(now() / 1000);
    const { header, payload } = jwt.verify(token, key, {
      algorithms: ['RS256'],
      issuer,
      audience,
      complete: true,
      clockTimestamp: seconds,
    });
    if (typeof payload === 'string' || header.typ !== 'at+jwt') throw refuseToken();
    const { sub, exp } = payload;
    if (typeof sub !== 'string' || !isId(sub) || typeof exp !== 'number') throw refuseToken();
    if (exp - seconds > LONGEST_LIFE_S) throw refuseToken();
    return { userId: sub, expiresAt: exp * 1000, generation: keys.generation() };
  }

  return async (authorization) => {
    if (authorization === '') throw new AppError('unauthorized', 'An access token is needed.');
    const token = bearer.exec(authorization)?.[1];
    if (!token || token.length > 4096) throw refuseToken();
    const digest = createHash('sha256').update(token).digest('base64');
    const known = remembered.get(digest);
    if (known && known.generation === keys.generation() && known.expiresAt > now()) {
      return { userId: known.userId, token };
    }
    const verified = await verify(token).catch((error: unknown) => {
      // jsonwebtoken throws Error and SyntaxError alike for what a client sent; ours pass through.
      if (error instanceof AppError) throw error;
      throw refuseToken();
    });
    remembered.set(digest, verified);
    return { userId: verified.userId, token };
  };
}
