// What a session is made of, and how long it lives.
import type { User } from './user.ts';

export const ACCESS_TOKEN_SECONDS = 600;
export const REFRESH_TOKEN_MS = 30 * 24 * 3_600_000;

export type Session = { user: User; accessToken: string; refreshToken: string };
