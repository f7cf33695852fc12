// What is preloaded, in a process of its own: it loads nothing where nothing asks for it, and disturbs nothing where it has trouble.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { freePort } from '../../../dev/ports.mjs';

const register = new URL('register.ts', import.meta.url).href;
// Says what is loaded after it, also by require.
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });
`)}`;

const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));

async function run(program: string, env: Record<string, string>) {
  const args = ['--import', telling, '--import', register, '--input-type=module', '-e', program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env: { ...environment(), ...env },
  });
  return {
    loaded: stdout.split('\n').filter((line) => /^(?:file|node):/.test(line)),
    stdout,
    stderr,
  };
}

test('without its variables nothing is loaded and nothing said', async () => {
  const { loaded, stdout, stderr } = await run('', { OTEL_SERVICE_NAME: 'entry' });
  expect(loaded).toEqual([register]);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toBe('');
});

const at = (file: string) => JSON.stringify(new URL(`../${file}`, import.meta.url).href);
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanning = `
  import { makeLog } from ${at('log.ts')};
  import { inSpanOf, traceparent } from ${at('trace.ts')};
  const log = makeLog('entry', 'info');
  await inSpanOf('00-${traceId}-b7ad6b7169203331-01', 'work', {}, async () => {
    log.info({ handedOn: traceparent() }, 'at work');
  });
`;

/** The line that was logged inside of the span. */
const logged = (stdout: string) =>
  JSON.parse(stdout.split('\n').find((line) => line.includes('at work')) ?? '');

test('a log line names the trace and the span, which is what is handed on, without telemetry too', async () => {
  const { stdout } = await run(spanning, {});
  const { trace_id, span_id, handedOn } = logged(stdout);
  expect(trace_id).toBe(traceId);
  expect(handedOn).toBe(`00-${traceId}-${span_id}-01`);
});

test('what is left at the end is sent with the name of the instance, as protobuf unless told otherwise', async () => {
  const got = Promise.withResolvers<[path: string, type: string, body: Buffer]>();
  const collector = createServer(async (req, res) => {
    const body = await buffer(req);
    res.end();
    got.resolve([req.url ?? '', req.headers['content-type'] ?? '', body]);
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = collector.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const env = { OTEL_SERVICE_NAME: 'entry', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  await run(spanning, { ...env, OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=entry-7' });
  const [path, type, body] = await got.promise;
  collector.close();
  expect([path, type]).toEqual(['/v1/traces', 'application/x-protobuf']);
  expect(body.includes(Buffer.from(traceId, 'hex'))).toBe(true);
  expect(body.includes('entry-7')).toBe(true);
}, 30_000);

test('a collector that is away is told once, and the process ends by itself', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const env = { OTEL_SERVICE_NAME: 'entry', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const { loaded, stdout } = await run(spanning, { ...env, OTEL_EXPORTER_OTLP_TIMEOUT: '2000' });
  expect(loaded.join()).toContain('@opentelemetry/sdk-trace');
  expect(stdout.match(/telemetry has trouble/g)).toHaveLength(1);
  const { trace_id, span_id, handedOn } = logged(stdout);
  expect(trace_id).toBe(traceId);
  expect(handedOn).toBe(`00-${traceId}-${span_id}-01`);
}, 30_000);

test('a collector that hangs does not keep a process that ends for long', async () => {
  const collector = createServer(() => undefined);
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = collector.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const busy = `${spanning}
    for (let i = 0; i < 600; i += 1) await inSpanOf(null, 'work', {}, async () => undefined);`;
  const began = performance.now();
  await run(busy, { OTEL_SERVICE_NAME: 'entry', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const took = performance.now() - began;
  collector.closeAllConnections();
  collector.close();
  expect(took).toBeLessThan(15_000); // two batches
}, 60_000);

test('a variable that cannot be used is named', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' };
  await expect(run('', env)).rejects.toThrow(/OTEL_SERVICE_NAME[\s\S]*OTEL_EXPORTER_OTLP_ENDPOINT/);
});
