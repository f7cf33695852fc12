// k8s/: every overlay rendered, its pods held against rules of ours, held against the schemas of Kubernetes and against the rules of checkov; skaffold.yaml against its schema.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overlays } from '../overlays.mjs';
import { root } from '../runtime.mjs';
import { accountsFault } from './nats-accounts.mjs';
import { podFaults } from './pods.mjs';
import { byTool, find, Missing, output, run, skaffoldSchema } from './tool.mjs';

const tools = 'npm run infra:tools';

/** Secrets of `local` are made once, so that it can be rendered on a new machine. */
const makeSecrets = () => output([process.execPath, 'k8s/overlays/local/make-secrets.mjs']);

async function render(kubectl, overlay) {
  await makeSecrets();
  return output([kubectl, 'kustomize', `k8s/overlays/${overlay}`]);
}

const rendered = overlays.map((overlay) =>
  byTool(
    `overlay ${overlay} renders`,
    'kubectl',
    "install Debian's kubernetes-client",
    async (kubectl) => {
      const text = await render(kubectl, overlay);
      const faults = podFaults(text);
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return `${text.match(/^kind: /gm).length} objects`;
    },
  ),
);

const smallest = '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"calendar"}}';
const noSchemas =
  'its schemas cannot be fetched from githubusercontent.com; say in KUBECONFORM_SCHEMAS where else they are';

/** With a folder of schemas, KUBECONFORM_SCHEMAS says where: a folder, or an address with {{.ResourceKind}} in it. */
const conform = byTool('overlays conform to the API', 'kubeconform', tools, async (kubeconform) => {
  const schemas = process.env.KUBECONFORM_SCHEMAS ?? 'default';
  const location =
    schemas === 'default' || schemas.includes('{{')
      ? schemas
      : `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  const flags = [
    '-strict',
    '-summary',
    '-schema-location',
    location,
    '-skip',
    'ExternalSecret,Certificate',
    '-',
  ];
  const command = [kubeconform, ...flags];
  const { said } = await run(command, { input: smallest });
  if (/failed downloading schema/.test(said)) throw new Missing(noSchemas);
  const kubectl = find('kubectl');
  const lines = [];
  for (const overlay of overlays) {
    const counted = await output(command, { input: await render(kubectl, overlay) });
    lines.push(/Valid: \d+/.exec(counted)?.[0]);
  }
  return lines.join(', ');
});

const careful = byTool('overlays pass checkov', 'checkov', tools, async (checkov) => {
  const folder = mkdtempSync(join(tmpdir(), 'overlays-'));
  try {
    for (const overlay of overlays)
      writeFileSync(join(folder, `${overlay}.yaml`), await render(find('kubectl'), overlay));
    const config = join(root, 'dev/infra/checkov.yaml');
    const said = await output([checkov, '--config-file', config, '--directory', folder]);
    return /Passed checks: \d+/.exec(said)?.[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const tidy = byTool('YAML is tidy', 'yamllint', tools, async (yamllint) => {
  const folders = ['k8s', 'observability', 'docker-compose.yml', 'skaffold.yaml'];
  const there = new Set(readdirSync(root));
  await output([
    yamllint,
    '-s',
    '-c',
    'dev/infra/yamllint.yaml',
    ...folders.filter((name) => there.has(name)),
  ]);
});

const accounts = {
  name: "the broker's rights are those of dev/nats-users.mjs",
  check: async () => ({ fault: accountsFault() }),
};

const skaffold = {
  name: 'skaffold.yaml is of its version',
  check: async () => {
    const schema = process.env.SKAFFOLD_SCHEMA ?? skaffoldSchema;
    if (!existsSync(schema))
      return {
        missing:
          'npm run infra:tools brings it; or say in SKAFFOLD_SCHEMA where docs-v2/content/en/schemas/v4beta13.json of GoogleContainerTools/skaffold lies',
      };
    const { skaffoldFaults } = await import('./skaffold.mjs');
    const faults = skaffoldFaults(schema);
    return { fault: faults.length > 0 ? faults.join('\n') : undefined };
  },
};

export const kubernetesChecks = [...rendered, conform, careful, tidy, accounts, skaffold];
