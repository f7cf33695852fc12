// A collector for tests: takes traces as OTLP/HTTP JSON and keeps their spans.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type TakenSpan = {
  service: string;
  /** What made it, as `@opentelemetry/instrumentation-koa`. */
  scope: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  status: { code?: number; message?: string };
};

type Value = { stringValue?: string; intValue?: unknown; [other: string]: unknown };
type Attribute = { key: string; value: Value };
type Sent = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      scope: { name: string };
      spans: (Omit<TakenSpan, 'attributes'> & { attributes: Attribute[] })[];
    }[];
  }[];
};

const plain = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

function spansOf({ resourceSpans }: Sent): TakenSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(plain(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...span,
        service,
        scope: scope.name,
        attributes: plain(span.attributes),
      })),
    );
  });
}

export async function receiveTraces() {
  const spans: TakenSpan[] = [];
  const server = createServer(async (req, res) => {
    spans.push(...spansOf((await json(req)) as Sent));
    res.setHeader('Content-Type', 'application/json').end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** In the order in which they came. */
    spans,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
