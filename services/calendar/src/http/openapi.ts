// What the OpenAPI document says of this service; needs no database.

import { schemas } from './calendars.openapi.ts';
import { type Actions, calendarRoutes } from './calendars.ts';

export const describe = () => ({
  routes: calendarRoutes({} as Actions),
  schemas,
  tags: [{ name: 'Calendars', description: 'Calendars and who owns them.' }],
});
