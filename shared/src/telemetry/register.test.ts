// What is preloaded, in a process of its own: it loads nothing where nothing asks for it, and disturbs nothing where it has trouble.
import { execFile } from 'node:child_process';
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

const spanning = `
  import { trace } from '@opentelemetry/api';
  trace.getTracer('test').startActiveSpan('work', (span) => span.end());
`;

test('a collector that is away is told once, and the process ends by itself', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const env = { OTEL_SERVICE_NAME: 'entry', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const { loaded, stdout } = await run(spanning, { ...env, OTEL_EXPORTER_OTLP_TIMEOUT: '2000' });
  expect(loaded.join()).toContain('@opentelemetry/sdk-trace');
  expect(stdout.match(/telemetry has trouble/g)).toHaveLength(1);
}, 30_000);

test('a variable that cannot be used is named', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' };
  await expect(run('', env)).rejects.toThrow(/OTEL_SERVICE_NAME[\s\S]*OTEL_EXPORTER_OTLP_ENDPOINT/);
});
