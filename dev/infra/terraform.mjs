// terraform/ by Terraform, checkov and tflint, and by what the AWS provider's schema says where the provider itself cannot be had.
// By itself: node dev/infra/terraform.mjs; with --write it first brings the tables of the modules' READMEs up to date.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../runtime.mjs';
import { readModules } from './hcl.mjs';
import { overlayFaults } from './overlay.mjs';
import { readmeFaults, readmeOf } from './readme.mjs';
import { refusalFaults } from './refusals.mjs';
import { report } from './report.mjs';
import { structureFaults } from './structure.mjs';
import { byTool, find, Missing, output, run } from './tool.mjs';

const folder = join(root, 'terraform');
const getTerraform = 'install 1.11 or newer from developer.hashicorp.com/terraform/install';
const tools = 'npm run infra:tools';

const schema = {
  name: "Terraform's resources and references are those of the provider's schema",
  check: async () => {
    const { provider, types } = JSON.parse(readFileSync(join(folder, 'aws-schema.json'), 'utf8'));
    const modules = await readModules(folder);
    const faults = structureFaults(modules, { types });
    const figures = `${modules.length} modules, provider ${provider}`;
    return faults.length > 0 ? { fault: faults.join('\n') } : { figures };
  },
};

const readmes = {
  name: "modules' READMEs say what their code says",
  check: async () => ({ fault: readmeFaults(await readModules(folder)).join('\n') }),
};

const format = byTool('Terraform is formatted', 'terraform', getTerraform, async (terraform) => {
  await output([terraform, 'fmt', '-check', '-recursive', '-no-color', folder]);
});

/** `use` with a way to call Terraform in the module, whose data folder is elsewhere, so that nothing is left beside the module. */
async function within(module, terraform, use) {
  const scratch = mkdtempSync(join(tmpdir(), 'terraform-'));
  const lock = join(module.folder, '.terraform.lock.hcl');
  const locked = existsSync(lock);
  const env = {
    TF_DATA_DIR: join(scratch, 'data'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const call = (...args) => run([terraform, `-chdir=${module.folder}`, ...args], { env });
  const must = async (...args) => {
    const { code, said } = await call(...args, '-no-color');
    if (/Failed to (?:query available provider packages|install provider)/.test(said))
      throw new Missing('the provider cannot be fetched');
    if (code !== 0) throw new Error(`${module.name}: terraform ${args.join(' ')}\n${said}`);
  };
  try {
    await must('init', '-backend=false', '-input=false', ...(locked ? ['-lockfile=readonly'] : []));
    await must('validate');
    if (module.hasTests) await must('test');
    return await use?.({ call, scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    if (!locked) rmSync(lock, { force: true });
  }
}

const plain = byTool(
  'modules without a provider hold, and refuse bad values by their messages',
  'terraform',
  getTerraform,
  async (terraform) => {
    const modules = (await readModules(folder)).filter(({ needs }) => needs.length === 0);
    const faults = [];
    for (const module of modules)
      await within(module, terraform, async ({ call, scratch }) => {
        const printed = async (...args) => (await call(...args)).printed;
        for (const fault of await refusalFaults(module, printed, scratch))
          faults.push(`${module.name}: ${fault}`);
      });
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return modules.map(({ name }) => name.replace('modules/', '')).join(', ');
  },
);

const withProvider = byTool(
  'modules of the AWS provider are valid, and their tests pass',
  'terraform',
  getTerraform,
  async (terraform) => {
    const modules = (await readModules(folder)).filter(({ needs }) => needs.length > 0);
    for (const module of modules) await within(module, terraform);
    return `${modules.length} modules`;
  },
);

const careful = byTool('Terraform passes checkov', 'checkov', tools, async (checkov) => {
  const flags = ['--framework', 'terraform', '--quiet', '--compact', '--skip-download'];
  const said = await output([checkov, '--directory', folder, ...flags], {
    env: { LOG_LEVEL: 'CRITICAL', BC_SKIP_MAPPING: 'TRUE' },
  });
  return /Passed checks: \d+, Failed checks: \d+, Skipped checks: \d+/.exec(said)?.[0];
});

const linted = byTool("Terraform passes tflint's own rules", 'tflint', tools, async (tflint) => {
  await output([tflint, '--recursive', '--no-color', `--chdir=${folder}`]);
});

const filled = byTool(
  'the overlay for EKS leaves no example in production',
  'terraform',
  getTerraform,
  async (terraform) => {
    const kubectl = find('kubectl');
    if (!kubectl) throw new Missing("there is no kubectl: install Debian's kubernetes-client");
    const faults = await overlayFaults({ terraform, kubectl });
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
);

export const terraformChecks = [
  schema,
  readmes,
  format,
  plain,
  withProvider,
  careful,
  linted,
  filled,
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write'))
    for (const module of await readModules(folder))
      writeFileSync(join(module.folder, 'README.md'), readmeOf(module));
  await report(terraformChecks);
}
