// The environment in, a frozen config out; the only reader of process.env.
import {
  type PublisherSettings,
  publisherSettings,
  readConfig,
  readMigrationUrl,
  type ServiceSettings,
  secret,
  serviceSettings,
} from '@calendar/shared/config';
import Joi from 'joi';

export type Config = ServiceSettings & PublisherSettings & { SIGNING_KEYS_SECRET: string };

const signingKeysSecret = secret(Joi.string().min(32).required());
const schema = Joi.object<Config>({
  ...serviceSettings,
  ...publisherSettings,
  SIGNING_KEYS_SECRET: signingKeysSecret,
});

export type KeysConfig = Pick<Config, 'DATABASE_URL' | 'TOKEN_ISSUER' | 'TOKEN_AUDIENCE'> & {
  SIGNING_KEYS_SECRET: string;
  GATEWAY_URL: string;
  JWKS_FILE: string;
};

const { DATABASE_URL, TOKEN_ISSUER, TOKEN_AUDIENCE } = serviceSettings;
const keysSchema = Joi.object<KeysConfig>({
  DATABASE_URL,
  TOKEN_ISSUER,
  TOKEN_AUDIENCE,
  SIGNING_KEYS_SECRET: signingKeysSecret,
  GATEWAY_URL: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .required(),
  JWKS_FILE: Joi.string().required(),
});

/** Throws an Error that lists every fault. */
export const loadConfig = (): Readonly<Config> => readConfig(schema, process.env);

/** Of a step of a key rotation. Throws like `loadConfig`. */
export const loadKeysConfig = (): Readonly<KeysConfig> => readConfig(keysSchema, process.env);

/** The address of the schema, as the migration user. Throws like `loadConfig`. */
export const loadMigrationUrl = (): string => readMigrationUrl(process.env);
