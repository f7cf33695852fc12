// What Prometheus scrapes: an address that shows all measurements, their names with the unit at the end as Prometheus has them.
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { MetricData, MetricReader } from '@opentelemetry/sdk-metrics';

type Place = { host: string; port: number };

const units: Record<string, string> = { s: 'seconds', By: 'bytes' };

/** Listens at once, and never keeps a process from ending. A port that is taken is a fault of telemetry, not of the service. */
export function showToPrometheus({ host, port }: Place): MetricReader {
  const exporter = new PrometheusExporter({ host, port, withoutScopeInfo: true });
  const collect = exporter.collect.bind(exporter);
  // The exporter leaves the unit out of the name.
  exporter.collect = async (options) => {
    const { resourceMetrics, errors } = await collect(options);
    const scopeMetrics = resourceMetrics.scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map(withUnit),
    }));
    return { resourceMetrics: { ...resourceMetrics, scopeMetrics }, errors };
  };
  return exporter;
}

function withUnit(metric: MetricData): MetricData {
  const { name, unit } = metric.descriptor;
  const word = units[unit];
  if (!word) return metric;
  return { ...metric, descriptor: { ...metric.descriptor, name: `${name}.${word}` } };
}
