// What stories say of requests that are sent again with their key.
import { randomUUID } from 'node:crypto';
import { upTo } from './at-once.ts';
import type { Reply } from './client.ts';

export const keyed = (key: string = randomUUID()) => ({ 'idempotency-key': key });

const shown = ({ status, body, headers }: Reply) => ({
  ...{ status, body },
  location: headers.get('location'),
  etag: headers.get('etag'),
});

const isReplay = ({ headers }: Reply) => headers.get('idempotent-replayed') === 'true';

/** Asserts that `again` is the answer `first` once more, and says so. */
export function expectReplay(first: Reply, again: Reply): void {
  expect({ ...shown(again), first: isReplay(first), again: isReplay(again) }).toEqual({
    ...shown(first),
    ...{ first: false, again: true },
  });
}

type Timed = { reply: Reply; ms: number };

/** Sends one request so many times at once; asserts that one of them made something and the others had its answer, or waited for 3 s. */
export async function expectOneMade(times: number, send: () => Promise<Reply>): Promise<Reply> {
  const sent = await Promise.all(
    upTo(times).map(async (): Promise<Timed> => {
      const begun = Date.now();
      return { reply: await send(), ms: Date.now() - begun };
    }),
  );
  const patient = sent.filter(({ reply, ms }) => reply.status !== 409 || ms < 2_900);
  const [first, ...others] = patient.map(({ reply }) => reply).filter((reply) => !isReplay(reply));
  expect([first?.status === 200 || first?.status === 201, others.map(shown)]).toEqual([true, []]);
  const made = first as Reply;
  for (const { reply } of patient) if (reply !== made) expectReplay(made, reply);
  return made;
}
