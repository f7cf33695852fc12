// The closed set of what a Kong file may say here: the fields and values on which the embedded gateway acts as Kong does.
// `is` stands where it understands one value only, `accepted` where it takes a value without acting on it.
import Joi from 'joi';

const is = (...values: (string | number | boolean)[]) => Joi.valid(...values);
const accepted = Joi.any();
const origin = Joi.string().pattern(/^https?:\/\/[A-Za-z0-9.:-]+$/, 'an origin');
const name = Joi.string().pattern(/^[a-z][a-z0-9-]*$/);
const count = Joi.number().integer().min(1);
const texts = Joi.array().items(Joi.string());
const statuses = Joi.array().items(Joi.number().integer().min(100).max(599));
const vault = Joi.string().pattern(
  /^\{vault:\/\/env\/[a-z0-9-]+\}$/,
  'a reference to the environment',
);
const plugin = (config: Joi.SchemaMap) => Joi.object({ name: accepted, config });

const unhealthy = { tcp_failures: count, timeouts: count, http_statuses: statuses };
const upstream = Joi.object({
  name,
  algorithm: is('least-connections'),
  healthchecks: {
    threshold: is(0),
    active: {
      type: is('http'),
      http_path: Joi.string().pattern(/^\//),
      timeout: count,
      concurrency: accepted,
      healthy: { interval: count, successes: is(1), http_statuses: statuses },
      unhealthy: { ...unhealthy, interval: count, http_failures: count },
    },
    passive: {
      type: is('http'),
      healthy: { successes: is(0) },
      unhealthy: { ...unhealthy, http_failures: is(0) },
    },
  },
  targets: Joi.array()
    .items({ target: Joi.string().pattern(/^[^\s:]+:\d+$/, 'host:port'), weight: is(100) })
    .min(1)
    .unique('target'),
});

const jwt = {
  key_claim_name: is('kid'),
  claims_to_verify: Joi.array().items(is('exp')).length(1),
  maximum_expiration: count,
  run_on_preflight: is(false),
  header_names: Joi.array().items(is('authorization')).length(1),
  uri_param_names: Joi.array().max(0),
  cookie_names: Joi.array().max(0),
  secret_is_base64: is(false),
  realm: is('calendar'),
};
const rateLimit = {
  minute: count,
  policy: is('redis'),
  fault_tolerant: is(true),
  hide_client_headers: is(false),
  error_code: is(429),
  sync_rate: is(-1),
  redis: Joi.object({
    host: Joi.string(),
    port: Joi.number().port(),
    timeout: count,
    database: Joi.number().integer().min(0),
    username: vault,
    password: vault,
    ssl: Joi.boolean(),
    ssl_verify: Joi.boolean().valid(Joi.ref('ssl')), // an unknown server must not count
    server_name: Joi.valid(Joi.ref('host'), 'localhost'),
  }),
};
const publicPlugins = Joi.object({
  jwt: plugin({ ...jwt, anonymous: Joi.string() }),
  'rate-limiting': plugin({ ...rateLimit, limit_by: is('ip') }),
});

const service = Joi.object({
  name,
  host: name,
  port: accepted,
  protocol: is('http'),
  retries: Joi.number().integer().min(0),
  connect_timeout: count,
  read_timeout: count,
  write_timeout: accepted,
  routes: Joi.array().items({
    name,
    protocols: Joi.array().items(is('http', 'https')),
    paths: Joi.array().items(Joi.string().pattern(/^~\//, 'a regular expression, ~/...')).min(1),
    strip_path: is(false),
    preserve_host: is(true),
    plugins: publicPlugins.optional(),
  }),
});

const lua = Joi.array().items(Joi.string()).length(1);
const globalPlugins = Joi.object({
  'pre-function': {
    name: accepted,
    instance_name: is('edge'),
    config: { access: lua, header_filter: lua, body_filter: lua },
  },
  jwt: plugin(jwt),
  'rate-limiting': plugin({ ...rateLimit, limit_by: is('header'), header_name: is('X-User-Id') }),
  cors: plugin({
    origins: Joi.array().items(is('*'), origin).min(1),
    methods: texts.min(1),
    headers: texts.min(1),
    exposed_headers: texts.min(1),
    credentials: is(false),
    max_age: count,
    preflight_continue: is(false),
  }),
  'correlation-id': plugin({
    header_name: is('X-Request-Id'),
    generator: is('uuid'),
    echo_downstream: is(true),
  }),
  'request-size-limiting': plugin({
    allowed_payload_size: count,
    size_unit: is('kilobytes'),
    require_content_length: is(false),
  }),
  prometheus: { name: accepted, config: accepted },
  opentelemetry: Joi.object({ name: accepted, config: accepted }).optional(),
});

/** What the schema lets pass without anything being done about it; named at start. */
export const notActedOn = [
  'plugin prometheus',
  'plugin opentelemetry',
  'active.concurrency',
  'services.port',
  'services.write_timeout',
];

const secret = { key: Joi.string(), algorithm: is('RS256'), rsa_public_key: Joi.string() };
/** Of a file whose lists of plugins are objects by name (see config.ts). Every field is required. */
export const kongFile = Joi.object({
  _format_version: is('3.0'),
  _transform: is(true),
  upstreams: Joi.array().items(upstream).unique('name'),
  services: Joi.array().items(service).unique('name').unique('host'),
  plugins: globalPlugins,
  consumers: Joi.array().items({
    username: Joi.string(),
    jwt_secrets: Joi.array().items(secret).unique('key').min(1).optional(),
  }),
});
