import { emailKey, parseEmail } from './email.ts';

test.each(['a@b', 'Jörg+x@exämple.com', '"quoted"@example.com', '🙂@example.com'])(
  '%s is taken as sent',
  (text) => {
    expect(parseEmail(text)).toEqual({ value: text });
  },
);

test.each([
  '',
  '@',
  'a@',
  '@b',
  'ab',
  'a@b@c',
  'a b@c',
  'a@b\n',
  ' a@b',
  'a@b\u00a0c',
  'a\u0007@b',
])('%j is no address', (text) => {
  expect(parseEmail(text)).toHaveProperty('fault');
});

test('case does not tell addresses apart', () => {
  expect(emailKey('Ada.Lovelace@Example.COM')).toBe(emailKey('ada.lovelace@example.com'));
});
