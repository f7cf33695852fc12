// What a patch of the caller takes; a GET's body can be sent back.
import Joi from 'joi';
import { anyPassword, name, newPassword } from './user.schema.ts';

const together = 'is taken only together with password';

export type MePatch = {
  id?: string;
  email?: string;
  createdAt?: string;
  name?: string | null;
  password?: string;
  currentPassword?: string;
};

export const mePatch = Joi.object({
  id: Joi.string(),
  email: Joi.string(),
  createdAt: Joi.string(),
  name: name(),
  password: newPassword(),
  currentPassword: anyPassword()
    // biome-ignore lint/suspicious/noThenProperty: it is what joi calls it
    .when('password', { is: Joi.exist(), then: Joi.required(), otherwise: Joi.forbidden() })
    .messages({ 'any.unknown': together })
    .description('Needed with a new `password`.'),
}).example({ name: 'Ada Lovelace' });
