// The workflows of .github held against our own rules, actionlint and zizmor. By itself: node dev/infra/workflows.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../runtime.mjs';
import { report } from './report.mjs';
import { byTool, output } from './tool.mjs';
import { faultsOf } from './workflow-rules.mjs';

const folder = join(root, '.github/workflows');

async function ownRules() {
  const files = readdirSync(folder).map((name) => [
    `.github/workflows/${name}`,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const faults = faultsOf(new Map(files), scripts);
  return faults.length > 0 ? { fault: faults.join('\n') } : { figures: `${files.length} files` };
}

const get = 'npm run infra:tools';
const quiet = ['--offline', '--no-progress', '--color=never', '--strict-collection'];

export const workflowChecks = [
  { name: 'workflows pin what they use, and run what a developer can run', check: ownRules },
  byTool('workflows pass actionlint', 'actionlint', get, async (actionlint) => {
    await output([actionlint, '-no-color']);
  }),
  byTool('workflows pass zizmor', 'zizmor', get, async (zizmor) => {
    await output([zizmor, ...quiet, '.github']);
  }),
];

if (process.argv[1] === fileURLToPath(import.meta.url)) await report(workflowChecks);
