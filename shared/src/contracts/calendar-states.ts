// What a service that holds copies of calendars asks the calendar service, the authority: what has become of these?
import Joi from 'joi';
import { idSchema } from './envelope.ts';

export const calendarStatesSubject = 'calendar.states';
/** Ids in one question. */
export const MOST_IDS = 1_000;

export type CalendarStatesQuestion = { ids: string[] };

/** Of a deleted one the last version. One that the authority never heard of is missing in its answer. */
export type AuthorityState = {
  id: string;
  ownerId: string;
  timeZone: string;
  version: number;
  state: 'active' | 'deleted';
};

const question = Joi.object<CalendarStatesQuestion>({
  ids: Joi.array().items(idSchema).min(1).max(MOST_IDS).required(),
});

const answer = Joi.array()
  .items(
    Joi.object({
      id: idSchema,
      ownerId: idSchema,
      timeZone: Joi.string().max(64).required(),
      version: Joi.number().integer().min(1).required(),
      state: Joi.string().valid('active', 'deleted').required(),
    }),
  )
  .required();

const options = { convert: false, stripUnknown: true };

/** Throws a Joi.ValidationError for anything but a question. */
export const parseCalendarStatesQuestion = (value: unknown): CalendarStatesQuestion =>
  Joi.attempt(value, question, options);

/** Throws a Joi.ValidationError for anything but an answer. */
export const parseCalendarStates = (value: unknown): AuthorityState[] =>
  Joi.attempt(value, answer, options);
