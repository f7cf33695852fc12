import { createHash } from 'node:crypto';
import { readCursor, writeCursor } from './cursor.ts';

const refused = expect.objectContaining({
  kind: 'validation',
  extra: {
    faults: [
      { parameter: 'cursor', detail: 'is broken or belongs to another query, calendar or user' },
    ],
  },
});

const id = '01920000-0000-7000-8000-00000000abcd';

test('a position comes back as it went', () => {
  const cursor = writeCursor('mine', [-17, id]);
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(readCursor('mine', cursor)).toEqual([-17, id]);
  expect(readCursor('mine', undefined)).toBeNull();
});

test('a second instant goes along', () => {
  expect(readCursor('mine', writeCursor('mine', [1, id, 2]))).toEqual([1, id, 2]);
});

test('a cursor of another scope is refused', () => {
  expect(() => readCursor('yours', writeCursor('mine', [1, id]))).toThrow(refused);
});

test('a changed, cut or padded cursor is refused', () => {
  const cursor = writeCursor('mine', [1, id]);
  const changed = `${cursor.slice(0, -2)}${cursor.at(-2) === 'A' ? 'B' : 'A'}${cursor.at(-1)}`;
  for (const broken of ['', 'x', '\0', changed, cursor.slice(0, -1), `${cursor}=`, `${cursor} `]) {
    expect(() => readCursor('mine', broken)).toThrow(refused);
  }
});

const forgeries = ['{}', 'null', '[]', '[1]', '[', '', `["1","${id}"]`, `[1.5,"${id}"]`];
const thirds = [`[1,"${id}","1"]`, `[1,"${id}",1.5]`, `[1,"${id}",1,1]`];
test.each([...forgeries, ...thirds, `[1e999,"${id}"]`, '[1,"é"]', '[1,2]'])(
  'a forged position %j is refused',
  (text) => {
    const digest = createHash('sha256').update(`mine\n${text}`).digest('base64url').slice(0, 16);
    const forged = Buffer.from(`${digest}${text}`).toString('base64url');
    expect(() => readCursor('mine', forged)).toThrow(refused);
  },
);
