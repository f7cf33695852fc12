// Preloaded by `--import`: where the environment asks for telemetry it is set up before anything that it watches is loaded.
// Nothing asked for: nothing is loaded.

const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_METRICS_EXPORTER: metrics } = process.env;

if (endpoint || metrics === 'prometheus') {
  const { startTelemetry } = await import('./start.ts');
  startTelemetry(process.env);
}
