// How the shapes of this service stand in the OpenAPI document.

const timestamp = { type: 'string', format: 'date-time' };
const nullableId = { type: ['string', 'null'], format: 'uuid' };
const conflicts = { type: 'array', maxItems: 20, items: { $ref: '#/components/schemas/Conflict' } };
const conflictsTruncated = { type: 'boolean' };

const entry = {
  id: { type: 'string', format: 'uuid' },
  calendarId: { type: 'string', format: 'uuid' },
  title: { type: 'string', minLength: 1, maxLength: 255 },
  description: { type: ['string', 'null'], maxLength: 8192 },
  location: { type: ['string', 'null'], maxLength: 255 },
  start: { ...timestamp, examples: ['2027-03-01T09:00:00+01:00'] },
  end: { ...timestamp, readOnly: true },
  duration: { type: 'string', description: 'RFC 8984', examples: ['PT1H30M', 'P1D'] },
  timeZone: { type: 'string', description: 'IANA name', examples: ['Europe/Berlin'] },
  recurrence: { type: 'null', description: 'Series are not supported yet.' },
  freeBusy: { enum: ['busy', 'free'] },
  forced: {
    type: 'boolean',
    readOnly: true,
    description: 'Whether the last write that decided overlap let it in over a conflict.',
  },
  previousEntryId: { ...nullableId, readOnly: true },
  nextEntryId: { ...nullableId, readOnly: true },
  createdAt: { ...timestamp, readOnly: true },
  updatedAt: { ...timestamp, readOnly: true },
};

const object = (properties: object, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const occurrence = {
  ...entry,
  occurrence: { type: 'null', description: 'An entry that does not recur names none.' },
  overridden: { type: 'boolean' },
};

const interval = { start: timestamp, end: timestamp };

export const schemas: Record<string, object> = {
  Entry: object(entry),
  WrittenEntry: {
    ...object({ ...entry, conflicts, conflictsTruncated }, Object.keys(entry)),
    description: 'With `force=true` also what the entry overlaps with.',
  },
  Occurrence: object(occurrence),
  EntryPage: object({
    items: {
      type: 'array',
      items: {
        anyOf: [
          { $ref: '#/components/schemas/Occurrence' },
          { $ref: '#/components/schemas/Entry' },
        ],
      },
    },
    nextCursor: { type: ['string', 'null'] },
  }),
  Check: object({
    conflicts,
    conflictsTruncated,
    conflictFree: { type: 'boolean' },
    nextFree: { anyOf: [object(interval), { type: 'null' }] },
  }),
};
