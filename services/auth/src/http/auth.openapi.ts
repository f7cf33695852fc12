// How the answers of auth look, as JSON Schema for the OpenAPI document.

const text = { type: 'string' };

const user = {
  type: 'object',
  required: ['id', 'email', 'name', 'createdAt'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid', readOnly: true },
    email: { type: 'string', maxLength: 254, readOnly: true },
    name: { type: ['string', 'null'], minLength: 1, maxLength: 255 },
    createdAt: { type: 'string', format: 'date-time', readOnly: true },
  },
};

const session = {
  type: 'object',
  required: ['user', 'accessToken', 'refreshToken', 'tokenType', 'expiresIn'],
  additionalProperties: false,
  properties: {
    user: { $ref: '#/components/schemas/User' },
    accessToken: { ...text, description: 'A JWT (RS256, `typ: at+jwt`).' },
    refreshToken: { ...text, description: 'Good for one use within 30 days.' },
    tokenType: { const: 'Bearer' },
    expiresIn: { const: 600, description: 'Seconds that the access token lives.' },
  },
};

const key = {
  type: 'object',
  required: ['kty', 'n', 'e', 'alg', 'use', 'kid'],
  additionalProperties: false,
  properties: {
    kty: { const: 'RSA' },
    n: text,
    e: text,
    alg: { const: 'RS256' },
    use: { const: 'sig' },
    kid: text,
  },
};

export const schemas: Record<string, object> = {
  User: user,
  Session: session,
  JsonWebKeySet: {
    type: 'object',
    required: ['keys'],
    additionalProperties: false,
    properties: { keys: { type: 'array', minItems: 1, items: key } },
  },
};
