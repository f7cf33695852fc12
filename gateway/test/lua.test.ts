// The Lua that Kong runs, run by LuaJIT on a stub of Kong, beside its twin in TypeScript: the same cases, the same answers.
import { spawnSync } from 'node:child_process';
import { readTraceId } from '@calendar/shared/trace';
import { describe, expect, test } from '@jest/globals';
import { identityHeaders, isRequestId, readToken } from '../src/edge.ts';
import { problemBody, problems, Refusal } from '../src/problems.ts';
import type { Route } from '../src/router.ts';
import { accessToken, hostileAuthorizations, newKey } from './support/tokens.ts';

type Case = {
  route?: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** What Kong is about to answer, before the Lua looks at it. */
  status?: number;
  source?: 'service' | 'exit' | 'error';
  service_status?: number;
  answer?: Record<string, string>;
  body?: string;
  problem?: number;
};
type Result = {
  status?: number;
  message?: string;
  problem?: number;
  body?: string;
  request: Record<string, string>;
  response: Record<string, string>;
};

const stub = new URL('support/kong-stub.lua', import.meta.url).pathname;
const pathOf = (name: string) => new URL(`../lua/${name}.lua`, import.meta.url).pathname;

function run(file: string, cases: Case[]): Result[] {
  const input = JSON.stringify(cases);
  const { status, stdout, stderr } = spawnSync('luajit', [stub, pathOf(file)], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`luajit ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
const runOne = (file: string, one: Case) => run(file, [one])[0] as Result;

const there = spawnSync('luajit', ['-e', 'require("cjson")']).status === 0;
if (process.env.CI && !there) throw new Error('luajit and lua-cjson are to be there: see .ci/run');
const described = there ? describe : describe.skip;
const title = there ? 'Lua' : 'Lua NOT RUN: apt-get install luajit lua-cjson';

const closed = { name: 'calendars', open: false } as Route;
const good = accessToken(newKey('test-key'));
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const of = (header: unknown, claims: unknown) => `Bearer ${part(header)}.${part(claims)}.c2ln`;
const header = { alg: 'RS256', kid: 'k' };
const claims = { sub: '0190-a', exp: 1 };
/** Kong's parser looks at the algorithm before the Lua can; the twin leaves that to the check of the signature. */
const refusedEarlierByKong = ['alg none', 'alg none with a signature', 'no alg', 'alg a number'];

const tokens: Record<string, string> = {
  ...hostileAuthorizations(good),
  good: `Bearer ${good}`,
  'small letters and two blanks': `bearer  ${good}`,
  'capital letters': `BEARER ${good}`,
  'no alg': of({ kid: 'k' }, claims),
  'alg a number': of({ alg: 1, kid: 'k' }, claims),
  'well formed': of(header, claims),
  'a kid claim that is null': of(header, { ...claims, kid: null }),
  'a kid claim that is false': of(header, { ...claims, kid: false }),
  'exp a text': of(header, { ...claims, exp: '1' }),
  'exp null': of(header, { ...claims, exp: null }),
  'exp negative': of(header, { ...claims, exp: -1.5 }),
  'no sub': of(header, { exp: 1 }),
  'sub empty': of(header, { ...claims, sub: '' }),
  'sub of 64': of(header, { ...claims, sub: 'a'.repeat(64) }),
  'sub of 65': of(header, { ...claims, sub: 'a'.repeat(65) }),
  'sub with a line break at its end': of(header, { ...claims, sub: 'a\n' }),
  'sub with an underscore': of(header, { ...claims, sub: 'a_b' }),
  'sub in Greek': of(header, { ...claims, sub: 'αβγ' }),
  'claims a list': of(header, [1]),
  'claims a text': of(header, 'x'),
  '4096 characters': `Bearer ${part(header)}.${part(claims)}.`.padEnd(4096 + 7, 'A'),
  '4097 characters': `Bearer ${part(header)}.${part(claims)}.`.padEnd(4097 + 7, 'A'),
};

/** 401, or who is counted. */
function verdictOfTwin(authorization: string): string | number | undefined {
  try {
    return readToken(closed, 'GET', authorization)?.sub;
  } catch (error) {
    return (error as Refusal).status;
  }
}

described(title, () => {
  test('a token passes both or neither, and both say the same user', () => {
    const results = run(
      'access',
      Object.values(tokens).map((authorization) => ({
        route: 'calendars',
        headers: { authorization },
      })),
    );
    const names = Object.keys(tokens).filter((name) => !refusedEarlierByKong.includes(name));
    const verdicts = Object.keys(tokens).map((name, index) => {
      const { status, request } = results[index] as Result;
      return [name, status ?? request['x-user-id']] as const;
    });
    const inLua = Object.fromEntries(verdicts);
    const inTwin = Object.fromEntries(
      names.map((name) => [name, verdictOfTwin(tokens[name] as string)]),
    );
    expect(inLua).toEqual({
      ...inTwin,
      ...Object.fromEntries(refusedEarlierByKong.map((name) => [name, 401])),
    });
    expect(Object.values(inLua).filter((verdict) => verdict !== 401)).toHaveLength(9);
    const refused = results.find(({ status }) => status === 401);
    const { headers } = new Refusal(401, refused?.response);
    expect(headers).toEqual({
      'www-authenticate': 'Bearer realm="calendar", error="invalid_token"',
    });
  });

  test('no token, an open route and OPTIONS are left to the next rule, and an open route sees no token', () => {
    const bad = { authorization: 'rubbish' };
    const [none, open, options, unknown] = run('access', [
      { route: 'calendars' },
      { route: 'docs-public', headers: bad },
      { route: 'calendars', method: 'OPTIONS', headers: bad },
      { headers: bad },
    ]);
    expect([none, open, options].map((result) => result?.status)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(open?.request).not.toHaveProperty('authorization');
    expect(unknown?.status).toBe(401); // Kong answers 404 before, where no route has the path
  });

  test('headers that only the gateway may say are taken away, on every route', () => {
    const spoofed = Object.fromEntries([...identityHeaders].map((name) => [name, 'spoofed']));
    const kept = { accept: 'x', 'x-request-id': 'mine' };
    for (const route of ['calendars', 'docs-public']) {
      const { request } = runOne('access', { route, headers: { ...spoofed, ...kept } });
      expect(Object.keys(request).toSorted()).toEqual(Object.keys(kept));
    }
    const { request } = runOne('access', {
      route: 'calendars',
      headers: { ...spoofed, authorization: tokens.good as string },
    });
    expect(request['x-user-id']).toBe('0190-user');
  });

  test('both keep the same request ids', () => {
    const ids = [
      'a-Z0_.:/+=',
      'a'.repeat(128),
      'a'.repeat(129),
      'a b',
      'a"',
      'é',
      'a\n',
      'a{}',
      '\0',
    ];
    const kept = run(
      'access',
      ids.map((id) => ({ route: 'calendars', headers: { 'x-request-id': id } })),
    ).map(({ request }) => 'x-request-id' in request);
    expect(kept).toEqual(ids.map(isRequestId));
  });

  test("what the gateway answers by itself becomes a problem; a service's own answer is left alone", () => {
    const plain = { 'content-type': 'text/html', 'content-length': '7' };
    const json = { 'content-type': 'application/problem+json' };
    const [own, tooLarge, none, limited, service, cut, fine] = run('header-filter', [
      { status: 404, answer: plain },
      { status: 417, answer: plain },
      { status: 503, answer: plain },
      { status: 503, answer: { ...plain, 'retry-after': '9' } },
      { status: 409, source: 'service', service_status: 409, answer: plain },
      { status: 502, source: 'service', answer: plain },
      { status: 200, answer: plain },
    ]);
    expect(own).toMatchObject({ status: 404, problem: 404, response: json });
    expect(own?.response).toEqual(json);
    expect(tooLarge).toMatchObject({ status: 413, problem: 413, response: json });
    const retry = new Refusal(503).headers['Retry-After'];
    expect(none?.response).toEqual({ ...json, 'retry-after': retry });
    expect(limited?.response).toEqual({ ...json, 'retry-after': '9' });
    for (const left of [service, fine]) {
      expect(left?.response).toEqual(plain);
      expect(left?.problem).toBeUndefined();
    }
    expect(cut).toMatchObject({ problem: 502, response: json });
  });

  test('the bodies of problems are the same texts, for statuses without a row too', () => {
    const statuses = [...Object.keys(problems).map(Number), 402, 418, 494, 501, 505];
    const bodies = run(
      'body-filter',
      statuses.map((problem) => ({
        problem,
        path: '/calendars/x',
        body: 'x',
        answer: { 'x-request-id': 'id' },
      })),
    ).map(({ body }) => body);
    expect(bodies).toEqual(statuses.map((status) => problemBody(status, '/calendars/x', 'id')));
  });

  test('any path gives a body that parses to the same', () => {
    const paths = ['/"\\', '/\u0001\n\u007f', '/a%2Fb', '/<b>&', "/'%s%d"];
    const bodies = run(
      'body-filter',
      paths.map((path) => ({ problem: 404, path, body: 'x' })),
    );
    expect(bodies.map(({ body }) => JSON.parse(body as string))).toEqual(
      paths.map((path) => JSON.parse(problemBody(404, path, 'kong-id'))),
    );
  });

  test('both read a trace from the same headers', () => {
    const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    const sent = [
      `00-${trace}-${span}-01`,
      `00-${trace}-${span}-01-more`,
      `cc-${trace}-${span}-01-more`,
      `cc-${trace}-${span}-01more`,
      `ff-${trace}-${span}-01`,
      `00-${'0'.repeat(32)}-${span}-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `00-${trace.toUpperCase()}-${span}-01`,
      `00-${trace}0-${span}-01`,
      `00-${trace}-${span}`,
      'rubbish',
      '',
    ];
    const read = run(
      'body-filter',
      sent.map((traceparent) => ({
        problem: 404,
        path: '/',
        body: 'x',
        headers: { traceparent },
        answer: { 'x-request-id': 'id' },
      })),
    ).map(({ body }) => JSON.parse(body as string).traceId);
    expect(read).toEqual(sent.map((text) => readTraceId(text) ?? 'id'));
  });

  test('a body that is still to come, and an answer that is none of ours, are not touched', () => {
    expect(runOne('body-filter', { problem: 404, path: '/' })).not.toHaveProperty('body');
    expect(runOne('body-filter', { path: '/', body: 'x' })).not.toHaveProperty('body');
  });
});
