// What Prometheus scrapes: an address that shows all measurements, their names with the unit at the end as Prometheus has them.
import { createServer } from 'node:http';
import { diag } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import {
  AggregationTemporality,
  InstrumentType,
  type MetricData,
  type MetricReader,
} from '@opentelemetry/sdk-metrics';

type Place = { host: string; port: number };

// What hangs with a database or a broker is left out; all else must be there before Prometheus gives up.
const observeMs = 3_000;

const units: Record<string, string> = { s: 'seconds', By: 'bytes' };

/** A port that is taken is a fault of telemetry, not of the service. */
export function showToPrometheus({ host, port }: Place): MetricReader {
  const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const collect = exporter.collect.bind(exporter);
  // A gauge that nobody observes any more is silent: cumulated, it would say for ever what was true once.
  exporter.selectAggregationTemporality = (type) =>
    type === InstrumentType.OBSERVABLE_GAUGE
      ? AggregationTemporality.DELTA
      : AggregationTemporality.CUMULATIVE;
  // The exporter leaves the unit out of the name.
  exporter.collect = async () => {
    const { resourceMetrics, errors } = await collect({ timeoutMillis: observeMs });
    const scopeMetrics = resourceMetrics.scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map(withUnit),
    }));
    return { resourceMetrics: { ...resourceMetrics, scopeMetrics }, errors };
  };
  const server = createServer((req, res) => {
    if (req.url === '/metrics') exporter.getMetricsRequestHandler(req, res);
    else res.writeHead(404).end();
  });
  // Whoever scrapes keeps a connection open, which must not keep a process that ends. The exporter's own server lets it.
  server.on('connection', (socket) => socket.unref());
  server.on('error', (error) => diag.error(String(error)));
  server.listen(port, host).unref();
  return exporter;
}

function withUnit(metric: MetricData): MetricData {
  const { name, unit } = metric.descriptor;
  const word = units[unit];
  if (!word) return metric;
  return { ...metric, descriptor: { ...metric.descriptor, name: `${name}.${word}` } };
}
