import { inTrace, traceId, traceparent } from './trace.ts';

const id = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';
const traceOf = (header?: string | null) => inTrace(header, traceId);

test.each([
  `00-${id}-${span}-01`,
  `00-${id}-${span}-00`,
  `01-${id}-${span}-01`,
  `01-${id}-${span}-01-more`,
])('%s is taken', (header) => {
  expect(traceOf(header)).toBe(id);
});

test.each([
  undefined,
  null,
  '',
  `ff-${id}-${span}-01`,
  `00-${id}-${span}-01-more`,
  `00-${id.toUpperCase()}-${span}-01`,
  `00-${'0'.repeat(32)}-${span}-01`,
  `00-${id}-${'0'.repeat(16)}-01`,
  `00-${id}-${span}`,
  ` 00-${id}-${span}-01`,
])('%s gives way to a new trace', (header) => {
  expect(traceOf(header)).toMatch(/^[0-9a-f]{32}$/);
  expect(traceOf(header)).not.toBe(id);
});

test('what is handed on has the trace and a span of our own, also after an await', async () => {
  const handed = await inTrace(`00-${id}-${span}-01`, async () => {
    await null;
    return traceparent();
  });
  expect(handed).toMatch(new RegExp(`^00-${id}-(?!${span})[0-9a-f]{16}-01$`));
});

test('outside of any trace there is none', () => {
  expect(traceId()).toBeUndefined();
  expect(traceparent()).toBeNull();
});
