// Bodies that are no JSON object of at most 256 KiB in UTF-8, and paths that are none, at the gateway and past it: the right 4xx, nothing written.
import { atOnce } from '@calendar/shared/testing/at-once';
import { api } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { newOwner, openRows } from './support/belongings.ts';
import {
  baseOf,
  bodyOf,
  doors,
  type Operation,
  pathOf,
  system,
  withBody,
} from './support/operations.ts';
import { sendRaw } from './support/raw-request.ts';

type Case = Operation & { door: (typeof doors)[number] };
const cases: Case[] = doors.flatMap((door) =>
  withBody.map((operation) => ({ door, ...operation })),
);

const rows = openRows();
afterAll(() => rows[Symbol.asyncDispose]());
let owner: Awaited<ReturnType<typeof newOwner>>;
let before: unknown[][];
beforeAll(async () => {
  owner = await newOwner();
});
beforeEach(async () => {
  before = await rows.of(owner.id);
});
afterEach(async () => expect(await rows.of(owner.id)).toEqual(before));

const width = 8;
const json = { 'content-type': 'application/json' };
const send = (to: Case, body: string | Uint8Array, headers: Record<string, string> = json) =>
  api(baseOf(to.door, to))(to.method, pathOf(to, owner), {
    ...(!to.open && { token: owner.token }),
    body,
    headers,
  });
const good = (to: Case) => JSON.stringify(bodyOf(to, owner));

/** The good body with these bytes at the end of its first text. */
function withBytes(to: Case, ...bytes: number[]): Uint8Array {
  const text = Buffer.from(good(to));
  const at = text.indexOf('"', text.indexOf(':"') + 2);
  return Buffer.concat([text.subarray(0, at), Buffer.from(bytes), text.subarray(at)]);
}

const deep = (depth: number, open: string, close: string) =>
  open.repeat(depth) + close.repeat(depth);
const noObjects = [
  '[]',
  '[{}]',
  'null',
  'true',
  '1',
  '1e999',
  '"x"',
  '{',
  '}',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '{"a":NaN}',
  '{"a":01}',
  '{} {}',
  '{}x',
  '// x\n{}',
  '\u0000',
  '{"a":"\u0000"}',
  '{"a":"\\x"}',
  '{"a":"\\u12"}',
  '  ',
  ...['name=x', '<x/>', deep(50_000, '[', ']'), deep(1000, '[', ']')],
];

test.each(cases)('$id at the $door: no JSON object', async (to) => {
  await atOnce(width, noObjects, async (body) => {
    expect({ body, faults: faultsOf(await send(to, body)) }).toEqual({ body, faults: [''] });
  });
  expect(faultsOf(await send(to, good(to).slice(0, -1)))).toEqual(['']);
  expect(faultsOf(await send(to, deep(20_000, '{"a":', '}').replace('}', '1}')))).toEqual(
    expect.any(Array),
  );
});

const noUtf8 = [
  [0xff],
  [0xc3],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x28, 0xa1],
  [0xf0, 0x9f],
];

test.each(cases)('$id at the $door: no UTF-8', async (to) => {
  const bodies = [
    ...noUtf8.map((bytes) => withBytes(to, ...bytes)),
    Buffer.concat([Buffer.from(good(to)), Buffer.from([0xe2, 0x82])]),
    Buffer.from(good(to), 'utf16le'),
  ];
  await atOnce(width, bodies, async (body) => {
    expect({ body, faults: faultsOf(await send(to, body)) }).toEqual({ body, faults: [''] });
  });
});

const types = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=latin1',
  'application/json; charset=utf-16',
  'application/jsonx',
  'json',
  '*/*',
  'application/json, text/plain',
  'application/problem+json',
  'application/json; charset=utf-8; x=y',
  'text/json',
];

test.each(cases)('$id at the $door: another media type or encoding', async (to) => {
  const refused = [
    ...types.map((type) => ({ 'content-type': type })),
    ...['gzip', 'br', 'deflate', 'identity, gzip', 'x'].map((encoding) => ({
      ...json,
      'content-encoding': encoding,
    })),
    ...(to.method === 'PATCH' ? [] : [{ 'content-type': 'application/merge-patch+json' }]),
  ];
  await atOnce(width, refused, async (headers) => {
    const { status, body } = await send(to, good(to), headers);
    expect({ headers, status, type: body?.type }).toEqual({
      headers,
      status: 415,
      type: '/problems/unsupported-media-type',
    });
  });
});

const authorization = (to: Case) => (to.open ? '' : `Authorization: Bearer ${owner.token}\r\n`);
const raw = (to: Case, head: string, body: string | Buffer = '') => {
  const start = `${to.method} ${pathOf(to, owner)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization(to)}`;
  return sendRaw(
    new URL(baseOf(to.door, to)),
    Buffer.concat([Buffer.from(`${start}${head}\r\n\r\n`), Buffer.from(body)]),
  );
};
const typed = 'Content-Type: application/json\r\n';

test.each(cases)('$id at the $door: no body at all', async (to) => {
  for (const head of ['Content-Length: 0', `${typed}Content-Length: 0`, `${typed}X-None: x`]) {
    const { status, body } = await raw(to, head);
    expect({ head, status, errors: JSON.parse(body).errors }).toEqual({
      head,
      status: 400,
      errors: [{ pointer: '', detail: expect.any(String) }],
    });
  }
  const chunked = await raw(to, `${typed}Transfer-Encoding: chunked`, '0\r\n\r\n');
  expect({ status: chunked.status, errors: JSON.parse(chunked.body).errors }).toEqual({
    status: 400,
    errors: [{ pointer: '', detail: expect.any(String) }],
  });
});

const KIB = 1024;
const large = (to: Case, bytes: number) => good(to).padEnd(bytes, ' ');
const inChunks = (text: string) =>
  `${(text.match(/.{1,16384}/gs) ?? []).map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;

test.each(cases)(
  '$id at the $door: 300 KiB, declared, in chunks, and asked for before',
  async (to) => {
    const body = large(to, 300 * KIB);
    const ways = {
      declared: await raw(to, `${typed}Content-Length: ${body.length}`, body),
      chunked: await raw(to, `${typed}Transfer-Encoding: chunked`, inChunks(body)),
      asked: await raw(to, `${typed}Content-Length: ${body.length}\r\nExpect: 100-continue`),
      'one byte more': await raw(
        to,
        `${typed}Transfer-Encoding: chunked`,
        inChunks(large(to, 256 * KIB + 1)),
      ),
    };
    for (const [way, answer] of Object.entries(ways)) {
      expect({ way, status: answer.status, type: JSON.parse(answer.body).type }).toEqual({
        way,
        status: 413,
        type: '/problems/payload-too-large',
      });
    }
  },
);

const roots = ['/auth/me', '/calendars', '/calendars/x/entries', '/docs', '/problems'];
const ends = [
  '%00',
  '%ED%A0%80',
  '%zz',
  '%',
  '%C0%AF',
  '%ff',
  'é',
  '🙂',
  `${'a'.repeat(10_000)}`,
  '%2e%2e%2f',
  "'--",
  '..%5C',
];
const services = ['auth', 'calendar', 'entry'] as const;

const paths = roots.flatMap((root) => ends.map((end) => `${root}/${end}`));

test.each(paths.map((path) => ({ path, title: path.slice(0, 40) })))(
  'the path $title is none',
  async ({ path }) => {
    const bases = [system.baseUrl, ...services.map((service) => system.services[service][0] ?? '')];
    for (const base of bases) {
      for (const token of [owner.token, 'rubbish']) {
        const text = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`;
        const { status, body } = await sendRaw(new URL(base), Buffer.from(text));
        expect([400, 401, 404]).toContain(status);
        // Node's parser lets no service see raw bytes above ASCII; the gateway has encoded them.
        const unseen = base !== system.baseUrl && /[^\x20-\x7e]/.test(path);
        if (unseen) expect({ status, body }).toEqual({ status: 400, body: '' });
        else expect(JSON.parse(body)).toMatchObject({ status, instance: expect.any(String) });
      }
    }
  },
);
