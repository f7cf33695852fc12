import { expect, test } from '@jest/globals';
import { readDatabaseUrl } from './database-url.ts';

test('all parts of an address, decoded', () => {
  expect(readDatabaseUrl('mysql://a%40b:p%2Fw@db.example:3307/auth')).toEqual({
    host: 'db.example',
    port: 3307,
    username: 'a@b',
    password: 'p/w',
    database: 'auth',
    tls: false,
  });
  expect(readDatabaseUrl('mysql://a:b@db/auth')).toMatchObject({ port: 3306 });
  expect(readDatabaseUrl('mysql://a:b@[::1]/auth')).toMatchObject({ host: '::1' });
});

test('encrypted where it says so', () => {
  const read = readDatabaseUrl('mysql://a:b@db/auth?ssl-mode=VERIFY_IDENTITY');
  expect(read).toMatchObject({ database: 'auth', tls: true });
});

// A misspelt parameter must not mean an open connection.
test.each(['ssl-mode=REQUIRED', 'ssl-mode=', 'ssl_mode=VERIFY_IDENTITY', 'ssl-ca=/hidden'])(
  '%s is refused',
  (query) => {
    const read = () => readDatabaseUrl(`mysql://a:hidden@db/auth?${query}`);
    expect(read).toThrow(/^takes no parameter but ssl-mode=VERIFY_IDENTITY$/);
  },
);

test('encryption needs a name that a certificate can be for', () => {
  for (const host of ['10.0.0.1', '[fd00::1]']) {
    const read = () => readDatabaseUrl(`mysql://a:hidden@${host}/auth?ssl-mode=VERIFY_IDENTITY`);
    expect(read).toThrow(/^needs the name of a host for ssl-mode$/);
  }
});
