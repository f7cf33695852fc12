// The files name each other rightly: the collector's pipelines its parts, Kubernetes' list every file.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const here = import.meta.dirname;
const read = (file: string) => parse(readFileSync(join(here, file), 'utf8'), { merge: true });

const kinds = ['receivers', 'processors', 'exporters', 'connectors'] as const;
type Kind = (typeof kinds)[number];
type Pipeline = Record<Kind, string[] | undefined>;
type Collector = Record<Kind | 'extensions', Record<string, unknown> | undefined> & {
  service: { extensions: string[]; pipelines: Record<string, Pipeline> };
};

test.each(['otel-collector.yaml', 'jaeger.yaml'])(
  '%s uses all that it declares, and nothing else',
  (file) => {
    const { service, extensions, ...parts }: Collector = read(file);
    const used = Object.values(service.pipelines).flatMap((pipeline) =>
      kinds.flatMap((kind) => pipeline[kind] ?? []),
    );
    const declared = kinds.flatMap((kind) => Object.keys(parts[kind] ?? {}));
    expect(new Set(used)).toEqual(new Set(declared));
    expect(new Set(service.extensions)).toEqual(new Set(Object.keys(extensions ?? {})));
  },
);

test('the memory limiter stands first in every pipeline of the collector', () => {
  const { service }: Collector = read('otel-collector.yaml');
  const first = Object.values(service.pipelines).map(({ processors }) => processors?.[0]);
  expect(new Set(first)).toEqual(new Set(['memory_limiter']));
});

test('Kubernetes is given every file that compose mounts', () => {
  type Generator = { name: string; files: string[] };
  const { configMapGenerator }: { configMapGenerator: Generator[] } = read('kustomization.yaml');
  const listed = configMapGenerator.flatMap(({ files }) =>
    files.map((file) => file.split('=').at(-1)),
  );
  const there = globSync(
    ['*.yaml', 'prometheus/{prometheus,rules/*}.yml', 'grafana/**/*.{yaml,json}'],
    { cwd: here },
  ).filter((file) => file !== 'kustomization.yaml');
  expect(listed.toSorted()).toEqual(there.toSorted());
});
