// A user's id in, a signed access token out (JWT profile of RFC 9068).
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { ACCESS_TOKEN_SECONDS } from '../domain/session.ts';

type Uses = {
  /** Asked for each token, so that none is signed with a key that has ceased to sign. */
  key: () => Promise<{ kid: string; privateKey: KeyObject }>;
  issuer: string;
  audience: string;
  now: () => number;
  newId: () => string;
};

export type SignAccessToken = (userId: string) => Promise<string>;

/** Throws what `key` throws. */
export function signAccessToken({ key, issuer, audience, now, newId }: Uses): SignAccessToken {
  return async (userId) => {
    const { kid, privateKey } = await key();
    return jwt.sign({ iat: Math.floor(now() / 1000) }, privateKey, {
      algorithm: 'RS256',
      header: { alg: 'RS256', typ: 'at+jwt', kid },
      issuer,
      audience,
      subject: userId,
      jwtid: newId(),
      expiresIn: ACCESS_TOKEN_SECONDS,
    });
  };
}
