import { expect, test } from '@jest/globals';
import { describeError } from './log.ts';

test('an error is described without what users wrote', () => {
  const error = Object.assign(new Error("Duplicate entry 'ann@example.com' for key 'email'"), {
    code: 'ER_DUP_ENTRY',
    errno: 1062,
    sql: "INSERT INTO user VALUES ('ann@example.com')",
    parameters: ['ann@example.com'],
  });
  const described = describeError(new Error('outer', { cause: error }));
  expect(described).toMatchObject({
    message: 'outer',
    cause: { type: 'Error', code: 'ER_DUP_ENTRY', errno: 1062, stack: expect.any(String) },
  });
  expect(JSON.stringify(described)).not.toContain('ann@');
});
