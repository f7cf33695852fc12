// A private Prometheus that scrapes the services of one run, with the rules of this repository.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecret } from './folder.mjs';
import { findProgram } from './programs.mjs';
import { root } from './runtime.mjs';

export const findPrometheus = () => findProgram('prometheus');

const rules = join(root, 'observability/prometheus/rules');

/** `targets`: job → port on this machine. */
export function prometheusCommand({ data, port, targets }) {
  const storage = join(data, 'prometheus');
  mkdirSync(storage, { recursive: true });
  const file = join(data, 'prometheus.json');
  writeSecret(file, JSON.stringify(configuration(targets), null, 2)); // JSON is YAML
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${storage}`,
    '--storage.tsdb.retention.time=1d',
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  return { command: findPrometheus(), args };
}

const configuration = (targets) => ({
  global: { scrape_interval: '5s', evaluation_interval: '5s' },
  rule_files: existsSync(rules) ? [join(rules, '*.yml')] : [],
  scrape_configs: Object.entries(targets).map(([job, port]) => ({
    job_name: job,
    static_configs: [{ targets: [`localhost:${port}`] }],
  })),
});
