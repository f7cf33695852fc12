import { isId, newId, newTag } from './ids.ts';

test('new ids are ids, and sort by the millisecond they were made in', () => {
  const first = newId();
  let later = newId();
  while (later.slice(0, 13) === first.slice(0, 13)) later = newId();
  expect([first, later].map(isId)).toEqual([true, true]);
  expect(later > first).toBe(true);
});

test.each([
  '',
  '01920000-0000-7000-8000-00000000000',
  '01920000-0000-7000-8000-0000000000000',
  '01920000-0000-7000-8000-00000000000A',
  '01920000-0000-4000-8000-000000000000',
  '01920000-0000-7000-c000-000000000000',
  '01920000-0000-7000-8000-000000000000\n',
  '01920000000070008000000000000000',
])('%j is no id', (text) => {
  expect(isId(text)).toBe(false);
});

test('tags are 48 random bits', () => {
  expect(newTag()).toMatch(/^[\w-]{8}$/);
  expect(newTag()).not.toBe(newTag());
});
