import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { maskStatement, nameByVerb } from './statements.ts';

test.each([
  "'Dr. Grey'",
  "'Dr.\u2028Grey'",
  "'Dr.\nGrey'",
  "'O\\'Grey'",
  "'O''Grey \"Dr.\" 5'",
  '"Grey\\\\"',
  "'Grey, who is cut off",
  '1984',
  '0x47726579',
])('no value of a statement is shown: %j', (value) => {
  const masked = maskStatement(`SELECT name FROM user WHERE name = ${value}`);
  expect(masked).toMatch(/^SELECT name FROM user WHERE name = \?+$/);
});

test('what stands between two values is shown', () => {
  expect(maskStatement("SET a = 'x', b2 = 'it''s', c = -3 WHERE d = ?")).toBe(
    'SET a = ?, b2 = ??, c = -? WHERE d = ?',
  );
});

test.each([
  ['(\n  SELECT 1) UNION ALL (\n  SELECT 2)', 'SELECT'],
  ['INSERT\n  INTO entry', 'INSERT'],
  ['COMMIT;', 'COMMIT'],
])('%j is named by its verb', (sql, name) => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [nameByVerb, new SimpleSpanProcessor({ exporter })],
  });
  const attributes = { 'db.system.name': 'mysql', 'db.query.text': sql };
  provider.getTracer('test').startSpan('(', { attributes }).end();
  provider
    .getTracer('test')
    .startSpan('GET', { attributes: { 'url.path': '/' } })
    .end();
  expect(exporter.getFinishedSpans().map((span) => span.name)).toEqual([name, 'GET']);
});
