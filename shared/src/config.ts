// Reads a service's environment once: text in, a frozen and typed config out, or every fault in one message.
import Joi from 'joi';

// Of joi's sentences these two would repeat what was sent, which may be a secret.
const shy = '{#label} does not have the form that it needs';

/** Throws an Error that lists every missing or wrong variable; values of secrets are never shown. */
export function readConfig<T>(schema: Joi.ObjectSchema<T>, env: NodeJS.ProcessEnv): Readonly<T> {
  const { value, error } = schema.validate(env, {
    abortEarly: false,
    stripUnknown: true,
    errors: { label: 'key', wrap: { label: false } },
    messages: { 'string.pattern.base': shy, 'string.pattern.name': shy },
  });
  if (error) {
    const faults = error.details.map(({ message }) => `  ${message}`);
    throw new Error(`The environment is not usable:\n${faults.join('\n')}`);
  }
  return Object.freeze(value);
}

/** What every service is told: where it listens, and where its database and the broker are. */
export const serviceSettings = {
  HOST: Joi.string().default('127.0.0.1'),
  PORT: Joi.number().port().required(),
  DATABASE_URL: Joi.string().uri({ scheme: 'mysql' }).required(),
  NATS_URL: Joi.string().uri({ scheme: 'nats' }).required(),
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
