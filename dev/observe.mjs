// `npm start -- --observe`: what the services do, shown without Docker: Prometheus, and a page with the traces of the last requests.
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { pidsOf } from './folder.mjs';
import { freePort, isFree } from './ports.mjs';
import { createProcess } from './processes.mjs';
import { prometheusCommand } from './prometheus.mjs';
import { serveTraces } from './trace-page.mjs';
import { answers, waitFor } from './waiting.mjs';

const measured = ['auth', 'calendar', 'entry'];
const local = (port) => `http://localhost:${port}`;

const graphs = {
  'requests a second, by route':
    'sum by (job, http_route) (rate(http_server_request_duration_seconds_count[1m]))',
  'latency, 95 of 100':
    'histogram_quantile(0.95, sum by (le, job, http_route) (rate(http_server_request_duration_seconds_bucket[5m])))',
  'connections to the database': 'db_client_connection_count',
  'the outbox': 'calendar_outbox_depth',
};

/**
 * Starts both on this machine alone; the page beside the gateway's port where that is free. Returns the page's address, the
 * environment by process that has a system send to them (`settings` of startSystem), and how to stop.
 */
export async function observe({ data, gatewayPort, onDeath }) {
  const port = (await isFree(gatewayPort + 1)) ? gatewayPort + 1 : await freePort();
  const targets = {};
  for (const service of measured) targets[service] = await freePort();
  const prometheus = await startPrometheus({ data, targets, onDeath });
  const links = { ...linksTo(prometheus.url), ...rawLinks(targets) };
  const page = await serveTraces({ port, links });
  return {
    url: local(port),
    settings: settings(`http://127.0.0.1:${port}`, targets),
    stop: () => Promise.all([page.stop(), prometheus.process.end()]),
  };
}

async function startPrometheus({ data, targets, onDeath }) {
  const port = await freePort();
  const child = createProcess({
    name: 'prometheus',
    ...prometheusCommand({ data, port, targets }),
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: data,
    log: join(data, 'logs', 'prometheus.log'),
    pidFile: join(pidsOf(data), 'prometheus.json'),
    onDeath,
  });
  child.start();
  const hopeless = () => {
    if (child.running()) return;
    const why = `it ended at once:\n${child.lastLines()}`;
    throw new Failure('start prometheus', why, `see ${child.log}`);
  };
  await waitFor(() => answers(`http://127.0.0.1:${port}/-/ready`), {
    hopeless,
    what: `prometheus (log: ${child.log})`,
  });
  return { url: local(port), process: child };
}

function settings(collector, targets) {
  const traced = (name) => ({
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  const scraped = Object.entries(targets).map(([name, port]) => [
    name,
    {
      ...traced(name),
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_EXPORTER_PROMETHEUS_PORT: `${port}`,
    },
  ]);
  return { gateway: traced('gateway'), ...Object.fromEntries(scraped) };
}

const linksTo = (url) => ({
  'Prometheus: alerts': `${url}/alerts`,
  'Prometheus: what is scraped': `${url}/targets`,
  ...Object.fromEntries(
    Object.entries(graphs).map(([name, expression]) => [
      `Prometheus: ${name}`,
      `${url}/graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=0&g0.range_input=15m`,
    ]),
  ),
});

const rawLinks = (targets) =>
  Object.fromEntries(
    Object.entries(targets).map(([name, port]) => [
      `${name}, as scraped`,
      `${local(port)}/metrics`,
    ]),
  );
