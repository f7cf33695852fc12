// Spans as OTLP/HTTP sends them in JSON → the traces of the last requests, each a tree.

const most = 200;

/** Keeps the last 200 traces; a trace comes in parts, from each service its own. */
export function keepTraces() {
  const traces = new Map();
  return {
    /** The body of one export. */
    take(sent) {
      for (const span of spansOf(sent)) {
        if (!traces.has(span.traceId)) traces.set(span.traceId, []);
        traces.get(span.traceId).push(span);
      }
      for (const id of [...traces.keys()].slice(0, -most)) traces.delete(id);
    },
    /** What each was about, the latest first. */
    list: () =>
      [...traces].map(([id, spans]) => summary(id, spans)).sort((a, b) => (a.at < b.at ? 1 : -1)),
    /** The lines of a trace's tree, or null where there is none. */
    tree: (id) => (traces.has(id) ? treeOf(traces.get(id)) : null),
  };
}

function* spansOf({ resourceSpans }) {
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = plain(resource.attributes)['service.name'];
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      const start = Number(BigInt(span.startTimeUnixNano) / 1000n) / 1000;
      const ms = Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6;
      yield { ...span, service, start, ms, attributes: plain(span.attributes) };
    }
  }
}

const plain = (attributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const isFailed = ({ status, attributes }) =>
  status?.code === 2 || Number(attributes['http.response.status_code']) >= 500;

const isRouted = ({ attributes }) =>
  attributes['http.route'] && attributes['http.response.status_code'];

const inOrder = (spans) => spans.toSorted((a, b) => a.start - b.start);

function summary(id, spans) {
  const [first] = inOrder(spans);
  const end = Math.max(...spans.map(({ start, ms }) => start + ms));
  // The gateway knows no routes: the service behind it names what was asked.
  const named = inOrder(spans).find(isRouted) ?? first;
  return {
    id,
    name: titleOf(named),
    at: new Date(first.start).toISOString(),
    ms: end - first.start,
    spans: spans.length,
    services: [...new Set(spans.map(({ service }) => service))].sort().join(', '),
    failed: spans.filter(isFailed).length,
  };
}

/** A span whose parent has not come, or will not, is a root. */
function treeOf(spans) {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const parentOf = ({ parentSpanId }) => (known.has(parentSpanId) ? parentSpanId : null);
  const [first] = inOrder(spans);
  const below = (id, depth) =>
    inOrder(spans.filter((span) => parentOf(span) === id)).flatMap((span) => [
      line(span, depth, span.start - first.start),
      ...below(span.spanId, depth + 1),
    ]);
  return below(null, 0);
}

const titleOf = ({ name, attributes }) =>
  `${name} ${attributes['http.response.status_code'] ?? ''}`.trim();

const line = (span, depth, afterMs) => ({
  depth,
  afterMs,
  ms: span.ms,
  service: span.service,
  title: titleOf(span),
  detail: detailOf(span),
  failed: isFailed(span),
});

function detailOf({ attributes, status, events = [] }) {
  const thrown = events.map(({ attributes: told = [] }) => plain(told)['exception.message']);
  const said = [attributes['db.query.text'], status?.message, ...thrown];
  return said
    .filter(Boolean)
    .map((text) => text.replaceAll(/\s+/g, ' '))
    .join(' ! ');
}
