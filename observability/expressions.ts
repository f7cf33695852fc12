// The dashboards' questions to Prometheus: read from their files, and asked of a server that scraped a running system.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';

export type Target = { refId: string; expr: string };
export type Panel = {
  type: string;
  title: string;
  datasource: { type: string; uid: string };
  fieldConfig: { defaults: { unit?: string } };
  targets: Target[];
};
export type Dashboard = { uid: string; title: string; panels: Panel[] };
export type Asked = { dashboard: string; panel: string; expr: string };

const folder = join(import.meta.dirname, 'grafana/dashboards');

/** File name without its ending → dashboard. */
export function readDashboards(): Map<string, Dashboard> {
  const files = globSync('*.json', { cwd: folder }).sort();
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return new Map(files.map((file) => [basename(file, '.json'), read(file)]));
}

const variables: [name: string, value: string][] = [
  ['$__rate_interval', '5m'],
  ['$__range', '1h'],
];

/** All that is asked of Prometheus, with Grafana's variables filled in; `service` is the one that is looked at. */
export function readExpressions(service = 'entry'): Asked[] {
  const fill = (expr: string) =>
    [...variables, ['$service', service] as const].reduce(
      (text, [name, value]) => text.replaceAll(name, value),
      expr,
    );
  return [...readDashboards()].flatMap(([dashboard, { panels }]) =>
    panels
      .filter(({ datasource }) => datasource.uid === 'prometheus')
      .flatMap(({ title, targets }) =>
        targets.map(({ expr }) => ({ dashboard, panel: title, expr: fill(expr) })),
      ),
  );
}

/** The names of metrics that an expression asks for; throws an Error where it does not parse. */
export function metricsOf(expr: string): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`PromQL that does not parse at ${from}: ${expr}`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        names.push(expr.slice(from, to));
    },
  });
  return names;
}

// Of Kong, of the collector and of alerts there may rightly be nothing, as where the embedded gateway runs.
const foreign = /^(?:kong_|traces_span_metrics_|ALERTS$)/;

/** Whether an expression is answered from what our own services tell. */
export const isOurs = ({ expr }: Asked) => !metricsOf(expr).some((name) => foreign.test(name));

/** Those that the Prometheus at `url` answers with no sample, or with nothing but NaN; throws where it does not answer. */
export async function findEmpty(url: string, asked: Asked[]): Promise<Asked[]> {
  const answers = await Promise.all(asked.map(({ expr }) => query(url, expr)));
  return asked.filter((_, n) => !answers[n]?.some((value) => !Number.isNaN(Number(value))));
}

type Answer = { status: string; error?: string; data: { result: { value: [number, string] }[] } };

async function query(url: string, expr: string): Promise<string[]> {
  const body = new URLSearchParams({ query: expr });
  const response = await fetch(new URL('/api/v1/query', url), { method: 'POST', body });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== 'success') throw new Error(`${error}: ${expr}`);
  return data.result.map(({ value }) => value[1]);
}
