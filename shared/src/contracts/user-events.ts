// What auth tells the others about users. Published by auth; consumed by calendar and entry.
import Joi from 'joi';
import { type Envelope, eventSchema, parserOf } from './envelope.ts';

export type UserDeleted = Envelope<'user.deleted.v1', Record<string, never>>;
export type UserEvent = UserDeleted;

export const usersStream = { name: 'USERS', subjects: ['users.v1.>'] };

/** Throws a Joi.ValidationError for anything but a user's event. */
export const parseUserEvent = parserOf<UserEvent>(eventSchema('user.deleted.v1', Joi.object({})));
