// The environment in, a frozen config out; the only reader of process.env.
import {
  readConfig,
  readMigrationUrl,
  type ServiceSettings,
  secret,
  serviceSettings,
} from '@calendar/shared/config';
import Joi from 'joi';

export type Config = ServiceSettings & {
  AUTH_URL: string;
  CALENDAR_URL: string;
  REDIS_URL: string;
  MAX_ENTRIES_PER_CALENDAR: number;
  MAX_SERIES_PER_CALENDAR: number;
  MAX_OVERRIDES_PER_SERIES: number;
  /** How much memory what is kept of a calendar's series may take. */
  MAX_SERIES_BYTES_PER_CALENDAR: number;
  /** How long a decision about overlap may take. */
  DECISION_MS: number;
};

const schema = Joi.object<Config>({
  ...serviceSettings,
  AUTH_URL: Joi.string().uri().required(),
  CALENDAR_URL: Joi.string().uri().required(),
  REDIS_URL: secret(
    Joi.string()
      .uri({ scheme: ['redis', 'rediss'] })
      .required(),
  ),
  MAX_ENTRIES_PER_CALENDAR: Joi.number().integer().min(1).default(1_000_000),
  MAX_SERIES_PER_CALENDAR: Joi.number().integer().min(1).default(10_000),
  MAX_OVERRIDES_PER_SERIES: Joi.number().integer().min(1).default(10_000),
  MAX_SERIES_BYTES_PER_CALENDAR: Joi.number().integer().min(1).default(64_000_000),
  DECISION_MS: Joi.number().integer().min(1).default(2_000),
});

/** Throws an Error that lists every fault. */
export const loadConfig = (): Readonly<Config> => readConfig(schema, process.env);

/** The address of the schema, as the migration user. Throws like `loadConfig`. */
export const loadMigrationUrl = (): string => readMigrationUrl(process.env);
