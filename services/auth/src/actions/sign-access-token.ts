// A user's id in, a signed access token out (JWT profile of RFC 9068).
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { ACCESS_TOKEN_SECONDS } from '../domain/session.ts';

type Uses = {
  key: { kid: string; privateKey: KeyObject };
  issuer: string;
  audience: string;
  now: () => number;
  newId: () => string;
};

export type SignAccessToken = (userId: string) => string;

export function signAccessToken({ key, issuer, audience, now, newId }: Uses): SignAccessToken {
  return (userId) =>
    jwt.sign({ iat: Math.floor(now() / 1000) }, key.privateKey, {
      algorithm: 'RS256',
      header: { alg: 'RS256', typ: 'at+jwt', kid: key.kid },
      issuer,
      audience,
      subject: userId,
      jwtid: newId(),
      expiresIn: ACCESS_TOKEN_SECONDS,
    });
}
