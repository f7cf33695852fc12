// Logins that race something: which sessions came of them.
import type { Reply } from '@calendar/shared/testing/client';

/** Four clients log in again and again, from before `work` begins until it is done. Refused logins are 401 or 429. */
export async function sessionsWhile(
  logIn: () => Promise<Reply>,
  work: () => Promise<void>,
): Promise<{ refreshToken: string }[]> {
  const replies: Reply[] = [];
  let done = false;
  const client = async () => {
    while (!done) replies.push(await logIn());
  };
  const first = await logIn();
  const clients = Promise.all(Array.from({ length: 4 }, client));
  await work().finally(() => {
    done = true;
  });
  await clients;
  expect(first.status).toBe(200);
  for (const { status } of replies) expect([200, 401, 429]).toContain(status);
  return [first, ...replies].filter(({ status }) => status === 200).map(({ body }) => body);
}
