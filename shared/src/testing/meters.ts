// What is measured, read from memory: to be called before what measures starts.
import { type Attributes, metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

export type Meters = {
  /** The sum over all points of a counter or gauge that have these attributes; undefined without any. */
  value: (name: string, attributes?: Record<string, string>) => Promise<number | undefined>;
  /** How many values a histogram was given, and their sum. */
  histogram: (name: string) => Promise<{ count: number; sum: number }>;
  close: () => Promise<void>;
};

type Point = { attributes: Attributes; value: unknown };

const never = 2 ** 31 - 1;
const total = (values: number[]) => values.reduce((sum, each) => sum + each, 0);

export function collectMeters(): Meters {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: never });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);

  async function points(name: string): Promise<Point[]> {
    const { resourceMetrics } = await reader.collect();
    return resourceMetrics.scopeMetrics
      .flatMap((scope) => scope.metrics.filter(({ descriptor }) => descriptor.name === name))
      .flatMap(({ dataPoints }) => dataPoints as Point[]);
  }

  return {
    value: async (name, attributes = {}) => {
      const wanted = (await points(name)).filter((point) =>
        Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
      );
      return wanted.length === 0 ? undefined : total(wanted.map(({ value }) => Number(value)));
    },
    histogram: async (name) => {
      const values = (await points(name)).map(({ value }) => value as Histogram);
      return {
        count: total(values.map(({ count }) => count)),
        sum: total(values.map(({ sum }) => sum ?? 0)),
      };
    },
    close: () => provider.shutdown(),
  };
}
