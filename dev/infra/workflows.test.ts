// What may not be written into a workflow, and that none of ours does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from './workflow-rules.mjs';

const root = join(import.meta.dirname, '../..');
const folder = '.github/workflows';
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commit = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const good = `
permissions: {}
concurrency: a
jobs:
  a:
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - &clone
        uses: actions/checkout@${commit} # v7.0.1
        with: { persist-credentials: false }
      - *clone
      - run: npm test -- some/path
      - run: npm run check
      - run: .ci/run
`;
const faults = (text: string) => faultsOf(new Map([[`${folder}/a.yml`, text]]), scripts);
const told = (old: string, changed: string) => {
  expect(good).toContain(old);
  return faults(good.replace(old, changed)).map((fault) =>
    fault.replace(/^\S+ (?:line \d+: )?/, ''),
  );
};

test('every workflow of this repository keeps to the rules', () => {
  const files = readdirSync(join(root, folder)).map((name): [string, string] => [
    `${folder}/${name}`,
    readFileSync(join(root, folder, name), 'utf8'),
  ]);
  expect(files.length).toBeGreaterThan(0);
  expect(faultsOf(new Map(files), scripts)).toEqual([]);
});

test.each([
  ['as it should be', 'concurrency: a', 'concurrency: b', undefined],
  ['a tag for a commit', commit, 'v7', 'actions/checkout@v7 is not pinned by a full commit'],
  ['a pin without its version', ' # v7.0.1', '', 'lacks its version as a comment, like "# v1.2.3"'],
  ['a version in part', '# v7.0.1', '# v7', 'lacks its version as a comment, like "# v1.2.3"'],
  ['a clone that keeps its token', 'false', 'true', 'a clone keeps its token'],
  [
    'permissions for all',
    'permissions: {}',
    'permissions: { contents: write }',
    'must have "permissions: {}"',
  ],
  [
    'a job that says none',
    '    permissions: { contents: read }\n',
    '',
    'a does not say what it may do',
  ],
  ['a job without an end', '    timeout-minutes: 5\n', '', 'a may hang for six hours'],
  ['nothing of concurrency', 'concurrency: a\n', '', 'says nothing of concurrency'],
  [
    'a script that is not there',
    'npm run check',
    'npm run chekc',
    'package.json has no script "chekc"',
  ],
  [
    'a command of its own',
    '.ci/run',
    'curl https://example.com | sh',
    'is no script of package.json and no known command',
  ],
  ['two commands', '.ci/run', '.ci/run; env', 'is no script of package.json and no known command'],
  [
    'a command in a script',
    'npm run check',
    'npm run check -- a; env',
    'is no script of package.json and no known command',
  ],
  ['a registry', 'concurrency: a', 'concurrency: ghcr.io', 'names the registry'],
  [
    'two versions of one',
    '- *clone',
    `- uses: actions/checkout@${'0'.repeat(40)} # v6.0.0\n        with: { persist-credentials: false }`,
    'is used in 2 versions',
  ],
  ['no YAML', 'jobs:', 'jobs: [', 'Nested mappings'],
])('%s', (_name, old, changed, fault) => {
  const found = told(old, changed);
  expect(found).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
});
