// How the shapes of this service stand in the OpenAPI document.

const timestamp = { type: 'string', format: 'date-time' };

export const schemas: Record<string, object> = {
  Calendar: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'name', 'description', 'timeZone', 'createdAt', 'updatedAt'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', minLength: 1, maxLength: 255 },
      description: { type: ['string', 'null'], maxLength: 8192 },
      timeZone: { type: 'string', description: 'IANA name', examples: ['Europe/Berlin'] },
      createdAt: timestamp,
      updatedAt: timestamp,
    },
  },
  CalendarPage: {
    type: 'object',
    additionalProperties: false,
    required: ['items', 'nextCursor'],
    properties: {
      items: { type: 'array', items: { $ref: '#/components/schemas/Calendar' } },
      nextCursor: { type: ['string', 'null'] },
    },
  },
};
