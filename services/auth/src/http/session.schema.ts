// What registration, login, refresh and logout take.
import { text } from '@calendar/shared/http/fields';
import Joi from 'joi';
import { anyPassword, email, name, newPassword } from './user.schema.ts';

export type Registration = { email: string; password: string; name: string | null };
export const registration = Joi.object({
  email: email().required(),
  password: newPassword().required(),
  name: name().default(null),
});

export type Credentials = { email: string; password: string };
export const credentials = Joi.object({
  email: email().required(),
  password: anyPassword().required(),
});

export type Refresh = { refreshToken: string };
export const refresh = Joi.object({ refreshToken: text(0, 512).required() });
