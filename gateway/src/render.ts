// Environment and key set in, the file that Kong and the embedded gateway read out. Run by itself: node gateway/src/render.ts
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { pathToFileURL } from 'node:url';
import Joi from 'joi';
import { readKeySet } from './key-set.ts';
import { renderTemplate } from './template.ts';

const address = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?:[1-9]\d{0,4}$/;
const origin = /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?$/;

/** A list written with commas: `item` says what each one must look like. */
const list = (item: RegExp, what: string) =>
  Joi.string().custom((text: string) => {
    const items = text.split(',').map((part) => part.trim());
    const wrong = items.find((part) => !item.test(part));
    if (wrong !== undefined) throw new Error(`"${wrong}" is no ${what}`);
    if (new Set(items).size < items.length) throw new Error('an item is there twice');
    return items;
  });
// Kong takes no address as the name of a certificate, and looks at it only where it encrypts.
const unencrypted = 'localhost';
const targets = list(address, 'host:port').required();

const schema = Joi.object({
  JWKS_FILE: Joi.string().required(),
  AUTH_TARGETS: targets,
  CALENDAR_TARGETS: targets,
  ENTRY_TARGETS: targets,
  REDIS_HOST: Joi.string().hostname().required(),
  REDIS_PORT: Joi.number().port().required(),
  REDIS_DATABASE: Joi.number().integer().min(0).default(1),
  REDIS_TLS: Joi.boolean()
    .default(false)
    .custom((on: boolean, { state }) => {
      if (on && isIP(state.ancestors[0].REDIS_HOST)) throw new Error('needs the name of a host');
      return on;
    }),
  USER_LIMIT: Joi.number().integer().min(1).default(6000),
  ADDRESS_LIMIT: Joi.number().integer().min(1).default(300),
  CORS_ORIGINS: Joi.alternatives(
    Joi.string()
      .pattern(/^\*$/)
      .custom(() => ['*']),
    list(origin, 'origin'),
  ).default(['*']),
  OTEL_EXPORTER_OTLP_ENDPOINT: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .empty(''),
  OUT: Joi.string().required(),
});

/** Writes OUT whole or not at all. Throws one Error that names every fault of the environment, the key set and the template. */
export function render(env: NodeJS.ProcessEnv): void {
  const { value, error } = schema.validate(env, {
    abortEarly: false,
    stripUnknown: true,
    errors: { wrap: { label: false } },
  });
  const { secrets, faults } = readKeys(env.JWKS_FILE);
  const wrong = [
    ...(error?.details ?? []).map((detail) => `  ${detail.message}`),
    ...faults.map((fault) => `  JWKS_FILE ${fault}`),
  ];
  if (wrong.length > 0)
    throw new Error(`The gateway's file cannot be rendered:\n${wrong.join('\n')}`);
  const { JWKS_FILE: _file, OTEL_EXPORTER_OTLP_ENDPOINT: collector, OUT, ...settings } = value;
  const text = renderTemplate(source('kong.template.yml'), {
    ...settings,
    REDIS_SERVER_NAME: isIP(settings.REDIS_HOST) ? unencrypted : settings.REDIS_HOST,
    AUTH_TARGETS: toTargets(settings.AUTH_TARGETS),
    CALENDAR_TARGETS: toTargets(settings.CALENDAR_TARGETS),
    ENTRY_TARGETS: toTargets(settings.ENTRY_TARGETS),
    JWT_SECRETS: secrets,
    OTLP_TRACES_ENDPOINT: collector ? `${collector.replace(/\/$/, '')}/v1/traces` : null,
    LUA_ACCESS: source('lua/access.lua'),
    LUA_HEADER_FILTER: source('lua/header-filter.lua'),
    LUA_BODY_FILTER: source('lua/body-filter.lua'),
  });
  const draft = `${OUT}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, OUT);
}

const source = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const toTargets = (addresses: string[]) => addresses.map((target) => ({ target, weight: 100 }));

function readKeys(file: string | undefined): ReturnType<typeof readKeySet> {
  if (!file) return { secrets: [], faults: [] }; // the schema tells
  try {
    return readKeySet(readFileSync(file, 'utf8'));
  } catch (error) {
    return { secrets: [], faults: [`cannot be read: ${(error as Error).message}`] };
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    render(process.env);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
