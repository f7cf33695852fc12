// What every workflow of .github/workflows keeps to, beyond what actionlint and zizmor ask. Texts in, sentences out.
import { LineCounter, parseDocument, visit } from 'yaml';

// Besides scripts of package.json: one program each, which a developer has or can have.
const commands = [
  /^\.ci\/run$/,
  /^npm (?:ci --ignore-scripts|audit --audit-level=high|audit signatures)$/,
  /^sudo apt-get (?:update --quiet|install --quiet --yes --no-install-recommends [\w -]+)$/,
  /^docker build --file services\/Dockerfile --tag calendar:local \.$/,
  /^docker buildx imagetools create /,
  /^kubectl apply --kustomize \.github\/kind$/,
  /^kind load docker-image calendar:local /,
  /^cosign sign /,
  /^gh release create /,
  /^aws eks update-kubeconfig /,
];
const script =
  /^npm (?:run (?:--silent )?)?(?<name>[a-z][\w:]*)(?: [\w/.-]+| -- [^;&|<>()`\n]+?)*(?: >> "\$GITHUB_OUTPUT")?$/;
const pinned = /^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/;
const version = /^ v\d+\.\d+\.\d+$/;

/** Path → text of each workflow and the scripts of package.json in; every break of a rule as a sentence out. */
export function faultsOf(workflows, scripts) {
  const read = [...workflows].map(([path, text]) => ({ path, text, ...parse(text) }));
  const broken = read.filter(({ faults }) => faults.length > 0);
  if (broken.length > 0) return broken.flatMap(({ path, faults }) => faults.map(on(path)));
  const each = read.flatMap(({ path, text, document, lines, workflow }) =>
    [
      ...pins(document, lines),
      ...bounds(workflow),
      ...runs(workflow, scripts),
      ...clones(workflow),
      ...registry(path, text),
    ].map(on(path)),
  );
  return [...each, ...oneVersionOfEach(read)];
}

const on = (path) => (fault) => `${path}: ${fault}`;

function parse(text) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.slice(0, 1).map(({ message }) => message);
  return { document, lines, faults, workflow: faults.length > 0 ? {} : document.toJS() };
}

/** Every `uses` with its comment, where it is written; an alias is not asked again. */
function usesOf(document) {
  const found = [];
  visit(document, {
    Pair(_key, { key, value }) {
      if (key.value === 'uses') found.push(value);
    },
  });
  return found;
}

// A tag can be moved to other code, a commit cannot. The comment is what Dependabot and people read.
function pins(document, lines) {
  return usesOf(document)
    .filter(({ value }) => !value.startsWith('./'))
    .flatMap(({ value, comment, range }) => {
      const { line } = lines.linePos(range[0]);
      if (!pinned.test(value)) return [`line ${line}: ${value} is not pinned by a full commit`];
      const bare = `line ${line}: ${value} lacks its version as a comment, like "# v1.2.3"`;
      return version.test(comment ?? '') ? [] : [bare];
    });
}

function oneVersionOfEach(read) {
  const commits = new Map();
  for (const { value } of read.flatMap(({ document }) => usesOf(document))) {
    const [action, commit] = value.split('@');
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  return [...commits]
    .filter(([, { size }]) => size > 1)
    .map(([action, { size }]) => `${action} is used in ${size} versions`);
}

function bounds({ permissions, concurrency, jobs }) {
  const none = permissions !== undefined && Object.keys(permissions).length === 0;
  return [
    ...(none ? [] : ['must have "permissions: {}", so that each job says what it needs']),
    ...(concurrency === undefined ? ['says nothing of concurrency'] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => [
      ...(job.permissions === undefined ? [`${name} does not say what it may do`] : []),
      ...(job.uses === undefined && job['timeout-minutes'] === undefined
        ? [`${name} may hang for six hours: no timeout-minutes`]
        : []),
    ]),
  ];
}

const stepsOf = ({ jobs }) => Object.values(jobs).flatMap(({ steps = [] }) => steps);

// So that what the pipeline does can be done without it.
function runs(workflow, scripts) {
  return stepsOf(workflow).flatMap(({ run }) => {
    if (run === undefined || commands.some((command) => command.test(run))) return [];
    const name = script.exec(run)?.groups.name;
    if (name === undefined) return [`"${run}" is no script of package.json and no known command`];
    return name in scripts ? [] : [`"${run}": package.json has no script "${name}"`];
  });
}

function clones(workflow) {
  const careless = stepsOf(workflow).filter(
    ({ uses, with: given }) =>
      uses?.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false,
  );
  return careless.length > 0 ? ['a clone keeps its token: persist-credentials: false'] : [];
}

// Who has the image elsewhere changes one file.
const registry = (path, text) =>
  text.includes('ghcr.io') && !path.endsWith('/release.yml')
    ? ['names the registry, which release.yml alone does']
    : [];
