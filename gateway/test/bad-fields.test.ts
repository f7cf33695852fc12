// Every field of every body and every parameter of every query, spoilt one by one and all at once: 400 that names them, and nothing written.
import { randomUUID } from 'node:crypto';
import { type JsonSchema, readDocument } from '@calendar/shared/openapi/document';
import { atOnce } from '@calendar/shared/testing/at-once';
import { api, type Reply } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { badMembers, badTexts } from './support/bad-values.ts';
import { newOwner, openRows } from './support/belongings.ts';
import {
  bodyOf,
  type Operation,
  operations,
  pathOf,
  system,
  withBody,
} from './support/operations.ts';

const request = api(system.baseUrl);
const rows = openRows();
const users = openTables(system.database, 'auth');
afterAll(() => Promise.all([rows[Symbol.asyncDispose](), users[Symbol.asyncDispose]()]));
let owner: Awaited<ReturnType<typeof newOwner>>;
let before: unknown[][];
beforeAll(async () => {
  owner = await newOwner();
});
beforeEach(async () => {
  before = await rows.of(owner.id);
});
afterEach(async () => {
  expect(await rows.of(owner.id)).toEqual(before);
  const made = 'SELECT email FROM user WHERE email LIKE ?';
  expect(await users.read(made, [`%${mark}%`])).toEqual([]);
});

const mark = randomUUID();
const width = 8;

/** A good body of an operation in which `field` may stand; a registration of it would be found by its mark. */
function goodBody(operation: Operation, field = ''): Record<string, unknown> {
  const good = bodyOf(operation, owner);
  if (operation.id === 'register') return { ...good, email: `${mark}@example.com` };
  if (operation.id !== 'changeMe' || !/password/i.test(field)) return { ...good };
  return { ...good, password: 'long enough for it', currentPassword: 'never the right one' };
}

const send = (operation: Operation, body: unknown, query: Record<string, string> | string = {}) => {
  const [path, needed] = pathOf(operation, owner).split('?');
  const extra = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  const all = [typeof query === 'string' ? '' : withNeeded(needed, query), extra].filter(Boolean);
  return request(operation.method, `${path}?${all.join('&')}`, {
    ...(!operation.open && { token: owner.token }),
    ...(body !== undefined && { body }),
  });
};

/** What the query needs and `query` does not give itself. */
function withNeeded(needed = '', query: Record<string, string>): string {
  const given = new URLSearchParams(needed);
  for (const name of Object.keys(query)) given.delete(name);
  return given.toString();
}

const unique = (reply: Reply) => [...new Set(faultsOf(reply))];
const pointer = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const propertiesOf = ({ body }: Operation) =>
  Object.entries((body?.properties ?? {}) as Record<string, JsonSchema>);

const fields = withBody.flatMap((operation) =>
  propertiesOf(operation).map(([name, schema]) => ({ ...operation, name, schema })),
);
const spoilable = fields.filter(({ name, schema }) => badMembers(name, schema).length > 0);
const parameters = operations.flatMap((operation) =>
  operation.query.map(({ name }) => ({ ...operation, name })),
);

test('only what is read-only, and not applied, takes anything', () => {
  const free = fields.filter(({ name, schema }) => badMembers(name, schema).length === 0);
  expect([...new Set(free.map(({ name }) => name))].toSorted()).toEqual([
    'createdAt',
    'forced',
    'nextEntryId',
    'overridden',
    'previousEntryId',
    'updatedAt',
  ]);
});

test.each(spoilable)('$id: $name', async (field) => {
  await atOnce(width, badMembers(field.name, field.schema), async (value) => {
    const reply = await send(field, { ...goodBody(field, field.name), [field.name]: value });
    expect({ value, faults: reply.status === 400 ? unique(reply) : reply.status }).toEqual({
      value,
      faults: [pointer(field.name)],
    });
  });
});

test.each(withBody)('$id: what is required, alone and all together', async (operation) => {
  const required = (operation.body?.required ?? []) as string[];
  for (const name of required) {
    const { [name]: _left, ...rest } = goodBody(operation);
    expect(faultsOf(await send(operation, rest))).toEqual([pointer(name)]);
  }
  const reply = await send(operation, { nope: 1 });
  expect(faultsOf(reply)).toEqual([...required, 'nope'].map(pointer).toSorted());
});

const strange = [
  'nope',
  '',
  'Name',
  'constructor',
  'toString',
  'hasOwnProperty',
  'a/b~c',
  '🙂',
  ' id',
];
const shownOf: Record<string, string> = {
  register: 'User',
  createCalendar: 'Calendar',
  createEntry: 'Entry',
  checkEntry: 'Entry',
};

test.each(withBody)('$id: names that it does not have', async (operation) => {
  const known = propertiesOf(operation).map(([name]) => name);
  const { properties = {} } = (readDocument().components.schemas[shownOf[operation.id] ?? ''] ??
    {}) as {
    properties?: object;
  };
  const readOnly = Object.keys(properties).filter((name) => !known.includes(name));
  for (const name of [...strange, ...readOnly]) {
    const reply = await send(operation, { ...goodBody(operation), [name]: null });
    expect(faultsOf(reply)).toEqual([pointer(name)]);
  }
  for (const text of ['"__proto__":{"admin":true}', '"__proto__":null', '"\\u005f_proto__":1']) {
    const body = JSON.stringify(goodBody(operation)).replace('{', `{${text},`);
    expect(faultsOf(await send(operation, body))).toEqual(['']);
  }
});

test.each(operations)('$id: parameters that it does not have', async (operation) => {
  for (const name of [
    'nope',
    '',
    'Limit',
    '__proto__',
    'constructor',
    '$where',
    'limit[]',
    'a.b',
  ]) {
    const reply = await send(operation, operation.body && goodBody(operation), { [name]: '1' });
    expect(faultsOf(reply)).toEqual([name]);
  }
});

test.each(parameters)('$id: the parameter $name', async (operation) => {
  const { name } = operation;
  const body = operation.body && goodBody(operation);
  await atOnce(width, badTexts(name), async (text) => {
    const reply = await send(operation, body, { [name]: text });
    expect({ text, faults: unique(reply) }).toEqual({ text, faults: [name] });
  });
  const broken = [`${name}=%zz`, `${name}=%`, `${name}=%ff`, `${name}=%ED%A0%80`, `${name}=%C0%80`];
  const twice = [
    `${name}=1&${name}=1`,
    `${name}&${name}`,
    `${name}=1&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=2`,
  ];
  for (const query of [...broken, ...twice])
    expect(unique(await send(operation, body, query))).toContain(name);
});

/** Everything at once: each member and each parameter spoilt, and one of each that is not known. */
test.each(operations.filter(({ body, query }) => body || query.length > 0))(
  '$id: every fault in one answer',
  async (operation) => {
    const bad = propertiesOf(operation).flatMap(([name, schema]) => {
      const [value] = badMembers(name, schema);
      return value === undefined ? [] : [[name, value]];
    });
    const query = Object.fromEntries(
      operation.query.map(({ name }) => [name, badTexts(name)[0] ?? '']),
    );
    const body = operation.body && { ...Object.fromEntries(bad), nope: 1 };
    const named = [
      ...(body ? Object.keys(body).map(pointer) : []),
      ...Object.keys(query),
      'unknown',
    ];
    expect(unique(await send(operation, body, { ...query, unknown: '1' })).toSorted()).toEqual(
      named.toSorted(),
    );
  },
);

const list = operations.find(({ id }) => id === 'listEntries') as Operation;

test('a + left unencoded is explained', async () => {
  const query = 'start=2027-01-01T00:00:00+01:00&end=2027-02-01T00:00:00+01:00';
  const reply = await send(list, undefined, query);
  expect(faultsOf(reply)).toEqual(['end', 'start']);
  for (const { detail } of reply.body.errors) expect(detail).toContain('%2B');
});

test.each([
  ['2027-02-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['2027-01-01T00:00:00Z', '2027-01-01T01:00:00+01:00'],
  ['2027-01-01T00:00:00.001Z', '2027-01-01T00:00:00Z'],
])('a window from %s to %s is none', async (start, end) => {
  expect(faultsOf(await send(list, undefined, { start, end }))).toEqual(['start']);
});

test.each(['replaceEntry', 'changeEntry', 'deleteEntry'])(
  '%s: scope and occurrence that do not go together',
  async (id) => {
    const operation = operations.find((each) => each.id === id) as Operation;
    const body = operation.body && goodBody(operation);
    const occurrence = '2027-01-01T00:00:00Z';
    for (const query of [
      { scope: 'this' },
      { scope: 'thisAndFuture' },
      { scope: 'all', occurrence },
    ]) {
      expect(faultsOf(await send(operation, body, { ...query }))).toEqual(['occurrence']);
    }
  },
);

test.each(['createCalendar', 'createEntry'])(
  '%s: a bad Idempotency-Key is named with the rest',
  async (id) => {
    const operation = operations.find((each) => each.id === id) as Operation;
    const headers = { 'idempotency-key': 'a b' };
    const sending = { token: owner.token, headers, body: { ...goodBody(operation), nope: 1 } };
    const reply = await request('POST', pathOf(operation, owner), sending);
    expect(faultsOf(reply)).toEqual(['/nope', 'Idempotency-Key']);
  },
);

test('a date that a zone skips whole, and an end outside of time', async () => {
  const operation = operations.find(({ id }) => id === 'createEntry') as Operation;
  const body = goodBody(operation);
  const skipped = { ...body, start: '2011-12-30T12:00:00', timeZone: 'Pacific/Apia' };
  expect(faultsOf(await send(operation, skipped))).toEqual(['/start']);
  const late = { ...body, start: '9999-12-30T23:30:00Z', duration: 'PT1H' };
  expect(faultsOf(await send(operation, late))).toEqual(['/duration']);
});
