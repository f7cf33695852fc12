// The environment of each product process: where everything is, and settings that tests or a user choose.

const ours = /^(NODE_ENV|NODE_OPTIONS|TEST_.*|JEST_.*|npm_.*|HOST|PORT)$/;

/** The caller's environment without what npm, Jest and we ourselves put into it. */
const inherited = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));

const local = (port) => `http://127.0.0.1:${port}`;
const targets = (ports) => ports.map((port) => `127.0.0.1:${port}`).join(',');

export const redisUrl = ({ host, port, password, database }) =>
  `redis://:${password}@${host}:${port}/${database}`;

// One instance is asked itself; several through the gateway, which knows who is well, as the name of a service does in a cluster.
const inside = ({ ports }, service) =>
  local(ports[service].length === 1 ? ports[service][0] : ports.gateway);

const own = {
  auth: ({ signingKeysSecret }) => ({ SIGNING_KEYS_SECRET: signingKeysSecret }),
  calendar: (plan) => ({ AUTH_URL: inside(plan, 'auth') }),
  entry: (plan) => ({
    AUTH_URL: inside(plan, 'auth'),
    CALENDAR_URL: inside(plan, 'calendar'),
    REDIS_URL: redisUrl(plan.redis),
  }),
};

/** Of one instance of a service, listening on `port`. */
export const serviceEnvironment = (plan, service, port) => ({
  ...inherited(),
  HOST: '127.0.0.1',
  PORT: `${port}`,
  DATABASE_URL: plan.databases[service].url,
  NATS_URL: plan.natsUrls[service],
  ...own[service](plan),
  ...plan.settings.all,
  ...plan.settings[service],
});

/** Of a service's migration: the same, as the user who may change its tables. */
export const migrationEnvironment = (plan, service) => ({
  ...serviceEnvironment(plan, service, 0),
  DATABASE_URL: plan.databases[service].migrationUrl,
});

/** Of a step of a key rotation: auth's, and where the public keys go and the gateway is. */
export const keysEnvironment = (plan) => ({
  ...serviceEnvironment(plan, 'auth', 0),
  JWKS_FILE: plan.jwksFile,
  GATEWAY_URL: local(plan.ports.gateway),
});

/** Of what renders the gateway's file. */
export const renderEnvironment = ({ jwksFile, kongFile, ports, redis, settings }) => ({
  ...inherited(),
  OUT: kongFile,
  JWKS_FILE: jwksFile,
  AUTH_TARGETS: targets(ports.auth),
  CALENDAR_TARGETS: targets(ports.calendar),
  ENTRY_TARGETS: targets(ports.entry),
  REDIS_HOST: redis.host,
  REDIS_PORT: `${redis.port}`,
  REDIS_DATABASE: `${redis.database}`,
  ...settings.gateway,
});

export const gatewayEnvironment = ({ kongFile, ports, redis, settings }) => ({
  ...inherited(),
  ...settings.gateway,
  GATEWAY_CONFIG: kongFile,
  KONG_REDIS_PASSWORD: redis.password,
  HOST: '127.0.0.1',
  PORT: `${ports.gateway}`,
});
