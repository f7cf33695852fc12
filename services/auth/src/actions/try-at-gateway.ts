// A key in; silence, or an Error where a token signed with it does not pass the gateway and the services behind it.
import type { KeyObject } from 'node:crypto';
import type { SignAccessToken } from './sign-access-token.ts';

export type Key = { kid: string; privateKey: KeyObject };
export type TryKey = (key: Key) => Promise<void>;

type Uses = {
  gatewayUrl: string;
  signWith: (key: Key) => SignAccessToken;
  newId: () => string;
};

/** Each on a connection of its own, so that of several gateways and instances every one is likely to be asked. */
const ROUNDS = 10;
const WITHIN_MS = 5_000;

/** Asks as somebody who does not exist, and so has no calendars. */
export function tryAtGateway({ gatewayUrl, signWith, newId }: Uses): TryKey {
  async function expect(status: number, path: string, token: string): Promise<void> {
    const answer = await fetch(new URL(path, gatewayUrl), {
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    await answer.arrayBuffer();
    if (answer.status === status) return;
    throw new Error(
      `A token of the new key does not pass yet: GET ${path} at ${gatewayUrl} answered ${answer.status}. ` +
        'Has every gateway taken the rendered file?',
    );
  }

  return async (key) => {
    const token = await signWith(key)(newId());
    const entries = `/calendars/${newId()}/entries?start=2000-01-01T00:00:00Z&end=2000-01-02T00:00:00Z`;
    for (let round = 0; round < ROUNDS; round += 1) {
      await expect(200, '/calendars', token);
      await expect(404, entries, token);
    }
  };
}
