// What a client sees of a calendar.
import type { Calendar } from '../domain/calendar.ts';

const iso = (ms: number) => new Date(ms).toISOString();

export const calendarView = (calendar: Calendar) => ({
  id: calendar.id,
  name: calendar.name,
  description: calendar.description,
  timeZone: calendar.timeZone,
  createdAt: iso(calendar.createdAt),
  updatedAt: iso(calendar.updatedAt),
});
