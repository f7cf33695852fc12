// Reads a service's environment once: text in, a frozen and typed config out, or every fault in one message.
import { readFileSync } from 'node:fs';
import Joi from 'joi';
import { readDatabaseUrl } from './database-url.ts';

// Of joi's sentences these two would repeat what was sent, which may be a secret.
const shy = '{#label} does not have the form that it needs';

/** A setting that holds a secret: NAME, or NAME_FILE with the path of a file that holds it. */
export const secret = (setting: Joi.StringSchema): Joi.StringSchema =>
  setting.meta({ mayBeInFile: true });

/** Throws an Error that lists every missing or wrong variable; values of secrets are never shown. */
export function readConfig<T>(schema: Joi.ObjectSchema<T>, env: NodeJS.ProcessEnv): Readonly<T> {
  const files = readSecretFiles(secretsOf(schema), env);
  const { value, error } = schema.validate(files.env, {
    abortEarly: false,
    stripUnknown: true,
    errors: { label: 'key', wrap: { label: false } },
    messages: {
      'string.pattern.base': shy,
      'string.pattern.name': shy,
      'any.custom': '{#label} {#error.message}',
    },
  });
  const wrong = (error?.details ?? []).filter(({ path: [name] }) => !files.faults.has(`${name}`));
  const faults = [...files.faults.values(), ...wrong.map(({ message }) => message)];
  if (faults.length > 0)
    throw new Error(`The environment is not usable:\n${faults.map((it) => `  ${it}`).join('\n')}`);
  return Object.freeze(value as T);
}

const secretsOf = (schema: Joi.ObjectSchema): string[] =>
  Object.entries(schema.describe().keys as Record<string, Joi.Description>)
    .filter(([, { metas }]) => metas?.some((meta: object) => 'mayBeInFile' in meta))
    .map(([name]) => name);

/** The environment with what the files hold; `faults` by the name of the setting. */
function readSecretFiles(names: string[], env: NodeJS.ProcessEnv) {
  const faults = new Map<string, string>();
  const held: NodeJS.ProcessEnv = {};
  for (const name of names) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    if (env[name]) faults.set(name, `${name} and ${name}_FILE are both set`);
    else
      try {
        held[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, ''); // as editors end a file
      } catch (error) {
        faults.set(name, `${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code})`);
      }
  }
  return { env: { ...env, ...held }, faults };
}

const databaseUrl = Joi.string()
  .uri({ scheme: 'mysql' })
  .custom((url: string) => {
    readDatabaseUrl(url);
    return url;
  });

/** What every service is told: where it listens, and where its database and the broker are. */
export const serviceSettings = {
  HOST: Joi.string().default('127.0.0.1'),
  PORT: Joi.number().port().required(),
  DATABASE_URL: secret(databaseUrl.required()),
  NATS_URL: secret(Joi.string().uri({ scheme: 'nats' }).required()),
  TOKEN_ISSUER: Joi.string().default('http://localhost:8000'),
  TOKEN_AUDIENCE: Joi.string().default('calendar'),
  DRAIN_SECONDS: Joi.number().min(0).max(60).default(0),
  LOG_LEVEL: Joi.string().valid('debug', 'info', 'warn', 'error').default('info'),
};

export type ServiceSettings = {
  HOST: string;
  PORT: number;
  DATABASE_URL: string;
  NATS_URL: string;
  TOKEN_ISSUER: string;
  TOKEN_AUDIENCE: string;
  DRAIN_SECONDS: number;
  LOG_LEVEL: string;
};

const migrationSettings = Joi.object<Pick<ServiceSettings, 'DATABASE_URL'>>({
  DATABASE_URL: serviceSettings.DATABASE_URL,
});

/** The address of a service's schema as the migration user, which is all that a migration is told. Throws like `readConfig`. */
export const readMigrationUrl = (env: NodeJS.ProcessEnv): string =>
  readConfig(migrationSettings, env).DATABASE_URL;

/** What a service that publishes is told besides: on how many of the broker's servers its stream lies. */
export const publisherSettings = { STREAM_REPLICAS: Joi.number().valid(1, 3, 5).default(1) };

export type PublisherSettings = { STREAM_REPLICAS: number };
