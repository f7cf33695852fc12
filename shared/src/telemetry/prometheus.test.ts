// What is scraped: units in names, and nothing that is no longer so.
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { showToPrometheus } from './prometheus.ts';

async function shownBy(reader: MetricReader) {
  const { resourceMetrics } = await reader.collect();
  const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  return Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]),
  );
}

test('a gauge that is not observed any more is silent, a counter goes on', async () => {
  const reader = showToPrometheus({ host: '127.0.0.1', port: 0 });
  const provider = new MeterProvider({ readers: [reader] });
  try {
    const meter = provider.getMeter('test');
    const counter = meter.createCounter('done');
    const gauge = meter.createObservableGauge('outbox.age', { unit: 's' });
    let leads = true;
    gauge.addCallback((result) => {
      if (leads) result.observe(100);
    });
    counter.add(2);
    expect(await shownBy(reader)).toEqual({ done: 2, 'outbox.age.seconds': 100 });
    leads = false;
    expect(await shownBy(reader)).toEqual({ done: 2 });
    counter.add(1);
    leads = true;
    expect(await shownBy(reader)).toEqual({ done: 3, 'outbox.age.seconds': 100 });
  } finally {
    await provider.shutdown();
  }
});

test('what hangs is left out, and the rest is shown in time', async () => {
  const reader = showToPrometheus({ host: '127.0.0.1', port: 0 });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = provider.getMeter('test');
  meter.createCounter('done').add(2);
  const gauge = meter.createObservableGauge('outbox.depth');
  meter.addBatchObservableCallback(() => new Promise(() => undefined), [gauge]);
  expect(await shownBy(reader)).toEqual({ done: 2 });
  await provider.shutdown();
}, 10_000);
