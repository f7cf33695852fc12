// A joi schema in, the JSON Schema 2020-12 of what it takes out; mends what joi's own conversion leaves out.
import type Joi from 'joi';
import type { JsonSchema } from './document.ts';

/** The parts of `schema.describe()` that are read here. */
type Description = {
  keys?: Record<string, Description>;
  items?: Description[];
  matches?: { schema?: Description }[];
  allow?: unknown[];
  examples?: unknown[];
  metas?: { jsonSchema?: JsonSchema }[];
  flags?: { presence?: string; result?: string };
};

/** `.meta({ jsonSchema })` adds keywords that joi cannot know, such as the format of a text that is parsed. */
export function fromJoi(schema: Joi.Schema): JsonSchema {
  const converted = schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
  return mend(converted as JsonSchema, schema.describe() as Description);
}

function mend(schema: JsonSchema, description: Description): JsonSchema {
  const mended = { ...schema };
  if (description.flags?.result === 'strip') mended.readOnly = true;
  if (description.examples) mended.examples = description.examples;
  // joi leaves null out of an enum that allows it, which would forbid it.
  if (Array.isArray(schema.enum) && description.allow?.includes(null)) {
    mended.enum = [...new Set([...schema.enum, null])];
  }
  return { ...mended, ...mendParts(schema, description), ...added(description) };
}

function mendParts(schema: JsonSchema, { keys, items, matches }: Description): JsonSchema {
  const parts: JsonSchema = {};
  const { properties, items: item, anyOf } = schema as Record<string, JsonSchema>;
  if (properties && keys) parts.properties = mendProperties(properties, keys);
  if (item && items?.length === 1) parts.items = mend(item, items[0] as Description);
  if (Array.isArray(anyOf) && matches?.length === anyOf.length) {
    parts.anyOf = anyOf.map((part, n) => mend(part, matches[n]?.schema ?? {}));
  }
  return parts;
}

function mendProperties(properties: JsonSchema, keys: Record<string, Description>): JsonSchema {
  const allowed = Object.entries(properties).filter(
    ([name]) => keys[name]?.flags?.presence !== 'forbidden',
  );
  return Object.fromEntries(
    allowed.map(([name, part]) => [name, mend(part as JsonSchema, keys[name] ?? {})]),
  );
}

const added = ({ metas = [] }: Description): JsonSchema =>
  Object.assign({}, ...metas.map(({ jsonSchema }) => jsonSchema));
