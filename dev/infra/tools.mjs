// `npm run infra:tools`: brings under .data/ what `npm run check:infra` asks with, in the versions that are known to hold: by Go, by
// Python, by Docker, and a schema from its project. Each is skipped by name where that cannot be had.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../commands.mjs';
import { explain } from '../failure.mjs';
import { findProgram } from '../programs.mjs';
import { installPython } from '../python.mjs';
import { skaffoldSchema, toolFolder } from './tool.mjs';

const go = [
  'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0',
  'github.com/terraform-linters/tflint@v0.64.0',
];
const python = { checkov: '3.3.30', yamllint: '1.38.0', zizmor: '1.32.0' };
const images = ['prom/prometheus:v3.5.3', 'kong:3.9.3'];
const schema =
  'https://raw.githubusercontent.com/GoogleContainerTools/skaffold/v2.24.0/docs-v2/content/en/schemas/v4beta13.json';

const say = (text) => process.stdout.write(`${text}\n`);
const log = (name) => join(toolFolder, '../logs', `${name}.log`);

async function goTool(module) {
  const name = /(\w+)@/.exec(module)[1];
  if (existsSync(join(toolFolder, name))) return;
  const env = { ...process.env, GOBIN: toolFolder };
  await mustRun(`make ${name}`, findProgram('go') ?? 'go', ['install', module], {
    env,
    log: log(name),
    todo: 'install Go, and check the network',
  });
}

async function pythonTool([name, version]) {
  const venv = join(toolFolder, '..', `${name}-${version}`);
  await installPython({ venv, packages: [`${name}==${version}`], log: log(name), say });
  const link = join(toolFolder, name);
  if (!existsSync(link)) symlinkSync(join(venv, 'bin', name), link);
}

async function image(name) {
  if (spawnSync('docker', ['image', 'inspect', name]).status === 0) return;
  await mustRun(`pull ${name}`, 'docker', ['pull', '--quiet', name], {
    log: log('docker-pull'),
    todo: 'start Docker, and check the network',
  });
}

async function download() {
  if (existsSync(skaffoldSchema)) return;
  const response = await fetch(schema, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${schema} was answered ${response.status}`);
  writeFileSync(skaffoldSchema, await response.text());
}

const all = [
  ...go.map((module) => [module, () => goTool(module)]),
  ...Object.entries(python).map((tool) => [tool.join(' '), () => pythonTool(tool)]),
  ...images.map((name) => [name, () => image(name)]),
  ["skaffold's schema", download],
];

mkdirSync(toolFolder, { recursive: true });
for (const [name, bring] of all) {
  try {
    await bring();
    say(`ok      ${name}`);
  } catch (error) {
    say(`MISSING ${name}\n${error.step === undefined ? error.message : explain(error)}`);
    process.exitCode = 1;
  }
}
