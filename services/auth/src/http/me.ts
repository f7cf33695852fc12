// The caller's own user.
import { versionTag } from '@calendar/shared/http/conditions';
import type { Call, Route } from '@calendar/shared/http/route';
import type { ChangeMe } from '../actions/change-me.ts';
import type { DeleteMe } from '../actions/delete-me.ts';
import type { ReadMe } from '../actions/read-me.ts';
import type { User } from '../domain/user.ts';
import { type MePatch, mePatch } from './me.schema.ts';
import { userView } from './user.view.ts';

type Actions = { readMe: ReadMe; changeMe: ChangeMe; deleteMe: DeleteMe };

const show = (user: User) =>
  ({ status: 200, body: userView(user), etag: versionTag(user) }) as const;

export function meRoutes({ readMe, changeMe, deleteMe }: Actions): Route[] {
  return [
    {
      method: 'GET',
      path: '/auth/me',
      operation: {
        operationId: 'readMe',
        tag: 'Users',
        summary: 'Who am I',
        answers: { 200: 'User' },
      },
      handle: async ({ userId }) => show(await readMe(userId)),
    },
    {
      method: 'PATCH',
      path: '/auth/me',
      body: mePatch,
      operation: {
        operationId: 'changeMe',
        tag: 'Users',
        summary: 'Change my name or password',
        description:
          'A merge patch; `name: null` removes the name. `password` needs `currentPassword` and ends every session that could be refreshed; a wrong `currentPassword` counts as a failed login. The read-only `id` and `email` must be the stored ones, `createdAt` is accepted and not applied.',
        answers: { 200: 'User' },
        problems: ['rate-limited', 'precondition-failed'],
      },
      handle: async ({ userId, body, client, ifMatch }: Call<MePatch>) =>
        show(await changeMe({ userId, patch: body, client, ifMatch })),
    },
    {
      method: 'DELETE',
      path: '/auth/me',
      operation: {
        operationId: 'deleteMe',
        tag: 'Users',
        summary: 'Delete me, my calendars and my entries',
        description: 'The address is free again at once.',
        answers: { 204: null },
        problems: ['precondition-failed'],
      },
      handle: async ({ userId, ifMatch }) => {
        await deleteMe(userId, ifMatch);
        return { status: 204 };
      },
    },
  ];
}
