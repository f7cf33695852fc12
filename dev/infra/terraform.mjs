// `node dev/infra/terraform.mjs [--write]`: all that can be said of terraform/ on this machine. What cannot be run is named, and is no
// failure; --write brings the tables of the modules' READMEs up to date first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../failure.mjs';
import { installPython } from '../python.mjs';
import { root } from '../runtime.mjs';
import { readModules } from './hcl.mjs';
import { overlayFaults } from './overlay.mjs';
import { readmeFaults, readmeOf } from './readme.mjs';
import { structureFaults } from './structure.mjs';

const folder = join(root, 'terraform');
const data = join(root, '.data/infra');
const checkovVersion = '3.3.30';
const failures = [];
const notRun = [];
const say = (text) => process.stdout.write(`${text}\n`);

function report(step, faults) {
  say(`${faults.length === 0 ? 'ok    ' : 'FAILED'}  ${step}`);
  for (const fault of faults) say(`          ${fault}`);
  if (faults.length > 0) failures.push(step);
}

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (error) return { code: 127, text: error.message, said: '' };
  return { code: status, text: `${stdout}${stderr}`.trim(), said: stdout };
}
const has = (command, ...args) => run(command, args).code === 0;

/** Init, validate and test in a data folder of its own, so that nothing is left beside the module. */
function terraformFaults(module) {
  const scratch = mkdtempSync(join(tmpdir(), 'terraform-'));
  const env = {
    ...process.env,
    TF_DATA_DIR: scratch,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const call = (...args) => run('terraform', [...args, '-no-color'], { cwd: module.folder, env });
  try {
    const begun = call('init', '-backend=false', '-input=false', '-lockfile=readonly');
    if (begun.code !== 0 && module.needs.length > 0 && /registry/.test(begun.text))
      return undefined;
    for (const step of [begun, call('validate'), ...(module.hasTests ? [call('test')] : [])])
      if (step.code !== 0) return [step.text];
    return [];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function runTerraform(modules) {
  if (!has('terraform', 'version')) {
    notRun.push('terraform fmt, validate and test: there is no terraform on this machine');
    return;
  }
  const { code, text } = run('terraform', ['fmt', '-check', '-recursive', '-no-color', folder]);
  report('terraform fmt', code === 0 ? [] : text.split('\n'));
  const away = [];
  for (const module of modules) {
    const faults = terraformFaults(module);
    if (faults === undefined) away.push(module.name);
    else report(`terraform validate and test: ${module.name}`, faults);
  }
  if (away.length > 0)
    notRun.push(
      `terraform validate and test of ${away.join(', ')}: the provider cannot be fetched here`,
    );
}

async function runCheckov() {
  if (!has('python3', '--version')) {
    notRun.push('checkov: there is no Python on this machine');
    return;
  }
  const venv = join(data, `checkov-${checkovVersion}`);
  try {
    mkdirSync(data, { recursive: true });
    await installPython({
      venv,
      packages: [`checkov==${checkovVersion}`],
      log: join(data, 'checkov.log'),
      say,
    });
  } catch (error) {
    notRun.push(`checkov: ${error.message}`);
    return;
  }
  const args = ['-d', folder, '--framework', 'terraform', '--quiet', '--compact', '-o', 'json'];
  const env = { ...process.env, LOG_LEVEL: 'CRITICAL', BC_SKIP_MAPPING: 'TRUE' };
  const { text } = run(join(venv, 'bin/checkov'), [...args, '--skip-download'], { env });
  const start = text.indexOf('{');
  if (start === -1) return report('checkov', [text]);
  const { results, summary } = JSON.parse(text.slice(start, text.lastIndexOf('}') + 1));
  const found = results.failed_checks.map(
    ({ check_id, check_name, resource }) => `${check_id} ${resource}: ${check_name}`,
  );
  report(`checkov (${summary.passed} passed, ${summary.skipped} argued in place)`, found);
}

try {
  if (process.argv[2] === '--write')
    for (const module of await readModules(folder))
      writeFileSync(join(module.folder, 'README.md'), readmeOf(module));
  const modules = await readModules(folder);
  const schema = JSON.parse(readFileSync(join(folder, 'aws-schema.json'), 'utf8'));
  report(`structure, held against provider ${schema.provider}`, structureFaults(modules, schema));
  report('READMEs of modules', readmeFaults(modules));
  runTerraform(modules);
  await runCheckov();
  if (!existsSync(join(root, 'k8s/overlays/production')))
    notRun.push('the overlay for EKS: there is no k8s/overlays/production');
  else if (!has('terraform', 'version') || !has('kubectl', 'version', '--client'))
    notRun.push('the overlay for EKS: it needs terraform and kubectl');
  else report('the overlay for EKS', overlayFaults(run, join(data, 'overlay')));
  for (const each of notRun) say(`NOT RUN ${each}`);
  if (failures.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
