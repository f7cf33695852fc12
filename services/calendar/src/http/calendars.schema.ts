// What a client may send about calendars.
import { page, parsed, text } from '@calendar/shared/http/fields';
import { zoneName } from '@calendar/shared/time-zone';
import Joi from 'joi';

const name = text(1, 255);
const description = text(0, 8192).allow(null);
const timeZone = parsed((sent) => {
  const value = zoneName(sent);
  return value === null ? { fault: 'must be the IANA name of a time zone' } : { value };
})
  .description('Of entries made from then on that name none; by default `UTC`.')
  .example('Europe/Berlin');

const readOnly = { id: Joi.string(), createdAt: Joi.any(), updatedAt: Joi.any() };

export const newCalendar = Joi.object({
  name: name.required(),
  description: description.default(null),
  timeZone: timeZone.default('UTC'),
}).example({ name: 'Work', timeZone: 'Europe/Berlin' });

export const wholeCalendar = newCalendar.keys(readOnly);

/** `null` puts a field back to its default. */
export const calendarPatch = Joi.object({
  name,
  description,
  timeZone: timeZone.allow(null),
  ...readOnly,
}).example({ name: 'Work, and what is like it' });

export const calendarsQuery = Joi.object(page);

export type CalendarsQuery = { limit: number; cursor?: string };
