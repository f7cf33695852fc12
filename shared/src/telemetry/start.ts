// The standard OTEL_ variables in; a set-up SDK, which gives what it still has when the process has nothing left to do.
import { context, diag, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { readConfig } from '../config.ts';
import { makeLog } from '../log.ts';
import { faultLog } from './fault-log.ts';
import { instrument } from './instrument.ts';
import { showToPrometheus } from './prometheus.ts';
import { sampleWork } from './sample-work.ts';
import { type Settings, settings } from './settings.ts';
import { nameByVerb } from './statements.ts';
import { withoutPersonalData } from './without-personal-data.ts';

// A statement about many rows is as long as they are many.
const longestText = 2_000;

/** Throws an Error that lists every variable that cannot be used. */
export function startTelemetry(env: NodeJS.ProcessEnv): void {
  const config = readConfig(settings, env);
  diag.setLogger(faultLog(makeLog(config.OTEL_SERVICE_NAME, 'info'), Date.now));
  // The later wins: an instance that is given a name needs none made up.
  const detectors = [
    serviceInstanceIdDetector,
    resourceAttributesEnvDetector,
    serviceNameEnvDetector,
  ];
  const resource = defaultResource().merge(detectResources({ detectors }));
  const tracing = startTracing(config, resource);
  const measuring = startMeasuring(config, resource);
  instrument();
  // A service ends by having nothing left to do; what the two still have is a last piece of work.
  process.once('beforeExit', () => {
    const ends = [tracing.shutdown(), measuring?.shutdown()];
    for (const end of ends) end?.catch((error: unknown) => diag.error(String(error)));
  });
}

/** With nowhere to send traces, none are recorded; the context of a request is still kept, from which metrics know its route. */
function startTracing(config: Settings, resource: Resource): TracerProvider {
  const sends = config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  const isJson = config.OTEL_EXPORTER_OTLP_PROTOCOL === 'http/json';
  const sending = () => {
    const bounds = { timeoutMillis: config.OTEL_EXPORTER_OTLP_TIMEOUT };
    const exporter = isJson ? new JsonExporter(bounds) : new ProtobufExporter(bounds);
    return withoutPersonalData(new BatchSpanProcessor({ exporter }));
  };
  const provider = new TracerProvider({
    resource,
    sampler: sends ? sampleWork(config.OTEL_TRACES_SAMPLER_ARG) : new AlwaysOffSampler(),
    spanLimits: { attributeValueLengthLimit: longestText },
    spanProcessors: sends ? [nameByVerb, sending()] : [],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return provider;
}

function startMeasuring(config: Settings, resource: Resource): MeterProvider | undefined {
  if (config.OTEL_METRICS_EXPORTER !== 'prometheus') return undefined;
  const { OTEL_EXPORTER_PROMETHEUS_HOST: host, OTEL_EXPORTER_PROMETHEUS_PORT: port } = config;
  const provider = new MeterProvider({ resource, readers: [showToPrometheus({ host, port })] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}
