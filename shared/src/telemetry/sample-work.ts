// Which traces are recorded: those that a request or a message began, not the polling of an outbox or a health check of our own.
import { SpanKind } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/** `share` of the traces that begin here, 0 to 1; of those that began elsewhere what was decided there. */
export function sampleWork(share: number): Sampler {
  const ratio = new TraceIdRatioBasedSampler(share);
  const root: Sampler = {
    shouldSample: (context, traceId, _name, kind) =>
      kind === SpanKind.CLIENT
        ? { decision: SamplingDecision.NOT_RECORD }
        : ratio.shouldSample(context, traceId),
    toString: () => `Work{${share}}`,
  };
  return new ParentBasedSampler({ root });
}
