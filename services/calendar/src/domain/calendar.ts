// A calendar and what may become of it. Plain values in and out.

export type Calendar = {
  id: string;
  ownerId: string;
  name: string;
  description: string | null;
  timeZone: string;
  version: number;
  tag: string;
  /** Epoch milliseconds, like `updatedAt`. */
  createdAt: number;
  updatedAt: number;
};

/** What a client decides of a calendar. */
export type CalendarFields = Pick<Calendar, 'name' | 'description' | 'timeZone'>;

/** The calendar with the fields in place, or itself where they say nothing new. */
export function changeCalendar(
  calendar: Calendar,
  fields: Partial<CalendarFields>,
  stamp: { tag: string; now: number },
): Calendar {
  const { name, description, timeZone } = { ...calendar, ...fields };
  const same =
    name === calendar.name &&
    description === calendar.description &&
    timeZone === calendar.timeZone;
  if (same) return calendar;
  return {
    ...calendar,
    name,
    description,
    timeZone,
    version: calendar.version + 1,
    tag: stamp.tag,
    updatedAt: stamp.now,
  };
}

/** What stays of a deleted calendar: the next version, and no text of its owner. */
export function buryCalendar(calendar: Calendar, stamp: { tag: string; now: number }): Calendar {
  return {
    ...calendar,
    name: '',
    description: null,
    version: calendar.version + 1,
    tag: stamp.tag,
    updatedAt: stamp.now,
  };
}
