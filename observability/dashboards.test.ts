// What operators are shown asks for what there is: expressions parse, metrics and data sources exist, alerts are explained.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instruments } from '@calendar/shared/metrics';
import { metrics } from '@opentelemetry/api';
import { parse } from 'yaml';
import { metricsOf, readDashboards, readExpressions } from './expressions.ts';

const here = import.meta.dirname;
const read = (file: string) => readFileSync(join(here, file), 'utf8');

type Rule = {
  alert?: string;
  record?: string;
  expr: string;
  annotations?: { runbook_url: string };
};
const rules: Rule[] = globSync('prometheus/rules/*.yml', { cwd: here }).flatMap((file) =>
  parse(read(file)).groups.flatMap(({ rules }: { rules: Rule[] }) => rules),
);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const panels = [...readDashboards()].flatMap(([dashboard, { panels }]) =>
  panels.map((panel) => ({ name: `${dashboard}: ${panel.title}`, ...panel })),
);
const { datasources } = parse(read('grafana/provisioning/datasources/datasources.yaml'));
const uids: string[] = datasources.map(({ uid }: { uid: string }) => uid);

/** The names of our own metrics, as the exporter renders them for Prometheus. */
function ownMetrics(): Set<string> {
  const names = new Set<string>();
  const rendered = (name: string, unit: string | undefined) =>
    `${name.replaceAll('.', '_')}${unit === 's' ? '_seconds' : ''}`;
  type Options = { unit?: string } | undefined;
  const gauge = (name: string, options: Options) => names.add(rendered(name, options?.unit));
  const recorder = {
    createObservableGauge: gauge,
    createObservableUpDownCounter: gauge,
    createCounter: (name: string, options: Options) =>
      names.add(`${rendered(name, options?.unit)}_total`),
    createHistogram: (name: string, options: Options) => {
      for (const part of ['bucket', 'count', 'sum'])
        names.add(`${rendered(name, options?.unit)}_${part}`);
    },
  };
  metrics.setGlobalMeterProvider({ getMeter: () => recorder as never });
  instruments();
  metrics.disable();
  return names;
}

test('each alert is explained under a heading of the runbooks, and each heading is of an alert', () => {
  const headings = [...read('runbooks.md').matchAll(/^## (.+)$/gm)].map(
    ([, text = '']) => `observability/runbooks.md#${text.toLowerCase().replaceAll(' ', '-')}`,
  );
  const meant = alerts.map(({ annotations }) => annotations?.runbook_url);
  expect(alerts.length).toBeGreaterThan(15);
  expect(new Set(meant)).toEqual(new Set(headings));
});

test('each alert is seen to fire and not to fire by a test of its rule', () => {
  type Case = { alertname: string; exp_alerts?: object[] };
  const cases: Case[] = globSync('prometheus/tests/*.yml', { cwd: here }).flatMap((file) =>
    parse(read(file)).tests.flatMap(
      (one: { alert_rule_test?: Case[] }) => one.alert_rule_test ?? [],
    ),
  );
  const fired = cases.filter(({ exp_alerts }) => exp_alerts?.length);
  expect(new Set(fired.map(({ alertname }) => alertname))).toEqual(
    new Set(alerts.map(({ alert }) => alert)),
  );
});

test('each panel asks a data source that is provisioned, and says in which unit', () => {
  expect(panels.length).toBeGreaterThan(20);
  expect(panels.filter(({ datasource }) => !uids.includes(datasource.uid))).toEqual([]);
  expect(panels.filter(({ fieldConfig }) => !fieldConfig.defaults.unit)).toEqual([]);
});

test('data sources that link to others link to what is there', () => {
  const named = JSON.stringify(datasources).matchAll(/"datasourceUid":"([^"]+)"/g);
  const linked = [...named].map(([, uid]) => uid);
  expect(linked.toSorted()).toEqual(['jaeger', 'jaeger', 'loki', 'prometheus']);
  expect(uids).toEqual(expect.arrayContaining(linked));
});

test('every expression parses', () => {
  expect(readExpressions().flatMap(({ expr }) => metricsOf(expr))).not.toEqual([]);
  expect(rules.flatMap(({ expr }) => metricsOf(expr))).not.toEqual([]);
  expect(() => metricsOf('sum by (job (up)')).toThrow('does not parse');
});

test('what is asked for under our own name is measured, or recorded by a rule', () => {
  const known = new Set([...ownMetrics(), ...rules.flatMap(({ record }) => record ?? [])]);
  const asked = [...readExpressions(), ...rules].flatMap(({ expr }) => metricsOf(expr));
  const own = asked.filter((name) => name.startsWith('calendar_') || name.includes(':'));
  expect(own).toContain('calendar_outbox_age_seconds');
  expect(own.filter((name) => !known.has(name))).toEqual([]);
});
