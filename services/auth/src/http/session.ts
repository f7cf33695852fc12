// Getting, keeping and giving up a session. None of it needs an access token.
import type { Call, Route } from '@calendar/shared/http/route';
import type { LogIn } from '../actions/log-in.ts';
import type { LogOut } from '../actions/log-out.ts';
import type { RefreshSession } from '../actions/refresh-session.ts';
import type { Register } from '../actions/register.ts';
import * as schema from './session.schema.ts';
import { sessionView } from './session.view.ts';

type Actions = { register: Register; logIn: LogIn; refreshSession: RefreshSession; logOut: LogOut };

export function sessionRoutes({ register, logIn, refreshSession, logOut }: Actions): Route[] {
  return [
    {
      method: 'POST',
      path: '/auth/register',
      public: true,
      body: schema.registration,
      operation: {
        operationId: 'register',
        tag: 'Users',
        summary: 'Register',
        description:
          'Makes a user and logs in. Addresses have one `@`, are compared without case and shown as sent.',
        answers: { 201: 'Session' },
        problems: ['email-taken'],
      },
      handle: async ({ body }: Call<schema.Registration>) => ({
        status: 201,
        body: sessionView(await register(body)),
      }),
    },
    {
      method: 'POST',
      path: '/auth/login',
      public: true,
      body: schema.credentials,
      operation: {
        operationId: 'logIn',
        tag: 'Users',
        summary: 'Log in',
        description:
          'Unknown users and wrong passwords get the same 401. After five failures for one address from one client, each further one doubles the time to wait, up to 15 minutes (429 with `Retry-After`, also for the right password); other clients are not affected.',
        answers: { 200: 'Session' },
        problems: ['unauthorized', 'rate-limited'],
      },
      handle: async ({ body, client }: Call<schema.Credentials>) => ({
        status: 200,
        body: sessionView(await logIn({ ...body, client })),
      }),
    },
    {
      method: 'POST',
      path: '/auth/refresh',
      public: true,
      body: schema.refresh,
      operation: {
        operationId: 'refreshSession',
        tag: 'Users',
        summary: 'Trade a refresh token for a new session',
        description:
          'Each refresh token is good for one use within 30 days. A second use revokes all that came of the same login.',
        answers: { 200: 'Session' },
        problems: ['unauthorized'],
      },
      handle: async ({ body }: Call<schema.Refresh>) => ({
        status: 200,
        body: sessionView(await refreshSession(body.refreshToken)),
      }),
    },
    {
      method: 'POST',
      path: '/auth/logout',
      public: true,
      body: schema.refresh,
      operation: {
        operationId: 'logOut',
        tag: 'Users',
        summary: 'Log out',
        description:
          'Revokes all refresh tokens that came of the same login; also 204 where the token is unknown. Access tokens live on until they expire.',
        answers: { 204: null },
      },
      handle: async ({ body }: Call<schema.Refresh>) => {
        await logOut(body.refreshToken);
        return { status: 204 };
      },
    },
  ];
}
