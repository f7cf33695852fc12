import { formatHash, parseHash } from './password-hash.ts';

const hash = {
  cost: { memory: 19_456, passes: 2, parallelism: 1 },
  salt: Buffer.alloc(16, 1),
  tag: Buffer.alloc(32, 0xff),
};
const text =
  '$argon2id$v=19$m=19456,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$//////////////////////////////////////////8';

test('a hash is written as a PHC string and read back', () => {
  expect(formatHash(hash)).toBe(text);
  expect(parseHash(text)).toEqual(hash);
});

test.each(['', 'plain', '$argon2i$v=19$m=1,t=1,p=1$AQ$AQ', '$argon2id$v=19$m=19456,t=2,p=1$AQ'])(
  '%j is no hash of ours',
  (other) => {
    expect(() => parseHash(other)).toThrow('argon2id');
  },
);
