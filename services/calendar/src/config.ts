// The environment in, a frozen config out; the only reader of process.env.
import {
  type PublisherSettings,
  publisherSettings,
  readConfig,
  readMigrationUrl,
  type ServiceSettings,
  serviceSettings,
} from '@calendar/shared/config';
import Joi from 'joi';

export type Config = ServiceSettings & PublisherSettings & { AUTH_URL: string };

const schema = Joi.object<Config>({
  ...serviceSettings,
  ...publisherSettings,
  AUTH_URL: Joi.string().uri().required(),
});

/** Throws an Error that lists every fault. */
export const loadConfig = (): Readonly<Config> => readConfig(schema, process.env);

/** The address of the schema, as the migration user. Throws like `loadConfig`. */
export const loadMigrationUrl = (): string => readMigrationUrl(process.env);
