// How a session is shown (the members of RFC 6749 5.1 in our spelling, and the user).
import { ACCESS_TOKEN_SECONDS, type Session } from '../domain/session.ts';
import { userView } from './user.view.ts';

export const sessionView = ({ user, accessToken, refreshToken }: Session) => ({
  user: userView(user),
  accessToken,
  refreshToken,
  tokenType: 'Bearer',
  expiresIn: ACCESS_TOKEN_SECONDS,
});
