import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Joi from 'joi';
import { readConfig, secret, serviceSettings } from './config.ts';

const given = {
  PORT: '3000',
  DATABASE_URL: 'mysql://a:b@127.0.0.1:3306/auth',
  NATS_URL: 'nats://a:b@127.0.0.1:4222',
};
const schema = Joi.object(serviceSettings);

test('text in, typed and frozen values out, with defaults and without the rest', () => {
  const config = readConfig(schema, { ...given, PATH: '/bin' });
  expect(config).toEqual({
    ...given,
    PORT: 3000,
    HOST: '127.0.0.1',
    TOKEN_ISSUER: 'http://localhost:8000',
    TOKEN_AUDIENCE: 'calendar',
    DRAIN_SECONDS: 0,
    LOG_LEVEL: 'info',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('every fault is told at once', () => {
  const read = () => readConfig(schema, { PORT: 'x', NATS_URL: given.NATS_URL, LOG_LEVEL: 'loud' });
  expect(read).toThrow(
    /^The environment is not usable:\n {2}PORT must be a number\n {2}DATABASE_URL is required\n {2}LOG_LEVEL must be one of/,
  );
});

test('a secret is not told', () => {
  const secret = 'it fails $& must" not leak';
  const read = (keys: Joi.SchemaMap) => () => readConfig(Joi.object(keys), { KEY: secret });
  for (const key of [
    Joi.string().pattern(/^a/),
    Joi.string().pattern(/^a/, 'name'),
    Joi.string().uri(),
    Joi.number(),
    Joi.string().max(3),
    Joi.valid('x'),
  ]) {
    expect(read({ KEY: key })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('leak') }),
    );
    expect(read({ KEY: key })).toThrow(/ {2}KEY \w/);
  }
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(folder, 'secret');
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (env: NodeJS.ProcessEnv) =>
    readConfig(
      Joi.object({ KEY: secret(Joi.string().min(4).required()), PLAIN: Joi.string() }),
      env,
    );

  test('is what the file holds, without the end of its line', () => {
    for (const end of ['', '\n', '\r\n']) {
      writeFileSync(file, `it is long${end}`);
      expect(read({ KEY_FILE: file })).toEqual({ KEY: 'it is long' });
      expect(read({ KEY: '', KEY_FILE: file })).toEqual({ KEY: 'it is long' });
    }
    expect(read({ KEY: 'it is long', KEY_FILE: '' })).toEqual({ KEY: 'it is long' });
  });

  test('every service takes DATABASE_URL and NATS_URL so', () => {
    writeFileSync(file, given.DATABASE_URL);
    const { DATABASE_URL: _url, ...rest } = given;
    expect(readConfig(schema, { ...rest, DATABASE_URL_FILE: file })).toMatchObject({
      ...rest,
      PORT: 3000,
      DATABASE_URL: given.DATABASE_URL,
    });
    expect(() => readConfig(schema, { PORT: '1', NATS_URL_FILE: '/nowhere' })).toThrow(
      /\n {2}NATS_URL_FILE cannot be read \(ENOENT\)\n {2}DATABASE_URL is required$/,
    );
  });

  test('faults name the setting and tell nothing', () => {
    writeFileSync(file, 'no');
    expect(() => read({ KEY: 'given too', KEY_FILE: file })).toThrow(
      /:\n {2}KEY and KEY_FILE are both set$/,
    );
    expect(() => read({ KEY_FILE: folder })).toThrow(/:\n {2}KEY_FILE cannot be read \(EISDIR\)$/);
    expect(() => read({ KEY_FILE: file })).toThrow(/:\n {2}KEY length must be at least 4 [^']*$/);
  });

  test('nothing else is read from a file', () => {
    expect(() => read({ KEY: 'long enough', PLAIN_FILE: file })).not.toThrow();
    expect(read({ KEY: 'long enough', PLAIN_FILE: file })).not.toHaveProperty('PLAIN');
  });
});
