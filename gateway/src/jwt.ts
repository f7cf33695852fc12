// The jwt plugin: a token of the right shape in, silence or a Refusal of 401 out.
import type { KeyObject } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { invalidToken, type Token } from './edge.ts';
import { Refusal } from './problems.ts';

type Options = {
  keyOf: (kid: string) => KeyObject | undefined;
  maximumExpiration: number;
  now: () => number;
};

/** `maximumExpiration` in seconds, `now` in epoch ms. As in Kong, only RS256, `kid` and `exp` are looked at; services verify the rest. */
export function createTokenCheck({ keyOf, maximumExpiration, now }: Options) {
  return (token: Token | undefined): void => {
    if (!token) throw new Refusal(401, { 'WWW-Authenticate': 'Bearer realm="calendar"' });
    const key = keyOf(token.kid);
    if (!key) throw invalidToken();
    const clockTimestamp = Math.floor(now() / 1000);
    const { exp } = verified(token.text, key, clockTimestamp);
    if (exp === undefined || exp - clockTimestamp > maximumExpiration) throw invalidToken();
  };
}

function verified(text: string, key: KeyObject, clockTimestamp: number): jsonwebtoken.JwtPayload {
  try {
    const options = { algorithms: ['RS256' as const], clockTimestamp, ignoreNotBefore: true };
    return jsonwebtoken.verify(text, key, options) as jsonwebtoken.JwtPayload;
  } catch {
    throw invalidToken(); // the reason is the client's to find; it is not told
  }
}
