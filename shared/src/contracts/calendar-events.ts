// What calendar tells the others about calendars. Published by calendar; consumed by entry.
import Joi from 'joi';
import { type Envelope, eventSchema, idSchema, parserOf } from './envelope.ts';

/** `timeZone` is an IANA name. */
export type CalendarState = { ownerId: string; timeZone: string };
export type CalendarCreated = Envelope<'calendar.created.v1', CalendarState>;
export type CalendarUpdated = Envelope<'calendar.updated.v1', CalendarState>;
export type CalendarDeleted = Envelope<'calendar.deleted.v1', CalendarState>;
export type CalendarEvent = CalendarCreated | CalendarUpdated | CalendarDeleted;

export const calendarsStream = { name: 'CALENDARS', subjects: ['calendars.v1.>'] };

const state = Joi.object({ ownerId: idSchema, timeZone: Joi.string().max(64).required() });

/** Throws a Joi.ValidationError for anything but a calendar's event. */
export const parseCalendarEvent = parserOf<CalendarEvent>(
  eventSchema('calendar.created.v1', state),
  eventSchema('calendar.updated.v1', state),
  eventSchema('calendar.deleted.v1', state),
);
