// How the shapes of this service stand in the OpenAPI document.
import { fromJoi } from '@calendar/shared/openapi/joi-schema';
import { meanings } from './entries.schema.ts';
import { rule } from './recurrence.schema.ts';

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
  duration: { type: 'string', description: meanings.duration, examples: ['PT1H30M', 'P1D'] },
  timeZone: { type: 'string', description: 'IANA name', examples: ['Europe/Berlin'] },
  recurrence: { anyOf: [{ $ref: '#/components/schemas/Recurrence' }, { type: 'null' }] },
  freeBusy: { enum: ['busy', 'free'], description: meanings.freeBusy },
  forced: {
    type: 'boolean',
    readOnly: true,
    description: 'Whether the last write that decided overlap let it in over a conflict.',
  },
  previousEntryId: {
    ...nullableId,
    readOnly: true,
    description: 'The part before, where a series was split; null too where that is gone.',
  },
  nextEntryId: { ...nullableId, readOnly: true, description: 'The part after, likewise.' },
  createdAt: { ...timestamp, readOnly: true },
  updatedAt: { ...timestamp, readOnly: true },
};

const object = (properties: object, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const anyOf = (...names: string[]) => ({
  anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
});

const named = {
  occurrence: {
    type: ['string', 'null'],
    format: 'date-time',
    description:
      'The original start, which names the occurrence; null where the entry does not recur.',
  },
};
const occurrence = {
  ...entry,
  ...named,
  overridden: { type: 'boolean', description: 'Whether it was changed by itself.' },
};

const interval = { start: timestamp, end: timestamp };
const overlap = { conflicts, conflictsTruncated };
const count = { type: 'integer', minimum: 0 };
const dropped = {
  ...object({ overrides: count, exclusions: count }),
  description:
    'How many of them named no occurrence any more, where the schedule of a series changed.',
};

const written = (of: object, more: object = {}) =>
  object({ ...of, ...more, ...overlap }, Object.keys(of));

export const schemas: Record<string, object> = {
  Entry: object(entry),
  WrittenEntry: {
    ...written(entry),
    description: 'With `force=true` also what the entry overlaps with.',
  },
  Occurrence: object(occurrence),
  EntryOrOccurrence: anyOf('Occurrence', 'Entry'),
  ChangedEntry: {
    anyOf: [written(occurrence), written(entry, { dropped })],
    description:
      'The occurrence where one alone was changed, else the entry; the new one where a series was split. With `force=true` also what it overlaps with.',
  },
  Recurrence: fromJoi(rule),
  EntryPage: object({
    items: { type: 'array', items: anyOf('Occurrence', 'Entry') },
    nextCursor: { type: ['string', 'null'] },
  }),
  Check: object({
    conflicts,
    conflictsTruncated,
    conflictFree: { type: 'boolean' },
    nextFree: { anyOf: [object(interval), { type: 'null' }] },
  }),
};
