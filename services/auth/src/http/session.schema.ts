// What registration, login, refresh and logout take.
import { text } from '@calendar/shared/http/fields';
import Joi from 'joi';
import { anyPassword, email, name, newPassword } from './user.schema.ts';

export type Registration = { email: string; password: string; name: string | null };
export const registration = Joi.object({
  email: email().required(),
  password: newPassword().required(),
  name: name().default(null),
}).example({ email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' });

export type Credentials = { email: string; password: string };
export const credentials = Joi.object({
  email: email().required(),
  password: anyPassword().required(),
}).example({ email: 'ada@example.com', password: 'correct horse battery' });

export type Refresh = { refreshToken: string };
export const refresh = Joi.object({ refreshToken: text(0, 512).required() }).example({
  refreshToken: 'as a session shows it',
});
