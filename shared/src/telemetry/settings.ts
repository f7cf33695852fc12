// Those of OpenTelemetry's variables that we act on; the exporter and the resource read OTEL_EXPORTER_OTLP_* and OTEL_RESOURCE_ATTRIBUTES themselves.
import Joi from 'joi';

export type Settings = {
  OTEL_SERVICE_NAME: string;
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' | 'http/json';
  /** How long (ms) a collector may take; while it hangs, a process that ends waits so long for each batch that is still queued. */
  OTEL_EXPORTER_OTLP_TIMEOUT: number;
  /** The share of the traces begun here that is kept; one that somebody else began is kept where they keep it. */
  OTEL_TRACES_SAMPLER_ARG: number;
  OTEL_METRICS_EXPORTER: 'prometheus' | 'none';
  OTEL_EXPORTER_PROMETHEUS_HOST: string;
  OTEL_EXPORTER_PROMETHEUS_PORT: number;
};

export const settings = Joi.object<Settings>({
  OTEL_SERVICE_NAME: Joi.string().required(),
  OTEL_EXPORTER_OTLP_ENDPOINT: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .empty(''),
  OTEL_EXPORTER_OTLP_PROTOCOL: Joi.string()
    .valid('http/protobuf', 'http/json')
    .default('http/protobuf'),
  OTEL_EXPORTER_OTLP_TIMEOUT: Joi.number().integer().min(1).default(3_000),
  OTEL_TRACES_SAMPLER_ARG: Joi.number().min(0).max(1).default(1),
  OTEL_METRICS_EXPORTER: Joi.string().valid('prometheus', 'none').default('none'),
  OTEL_EXPORTER_PROMETHEUS_HOST: Joi.string().default('localhost'),
  OTEL_EXPORTER_PROMETHEUS_PORT: Joi.number().port().default(9464),
});
