// `npm run deploy -- verify|migrate|roll-out|roll-back`: one step of a deployment, on the cluster that KUBECONFIG names.
// --image name@sha256:...; --overlay NAME of k8s/overlays where terraform has not made the environment; for verify also
// --repository owner/name and --version v1.2.3.
import { parseArgs } from 'node:util';
import { explain, Failure } from '../failure.mjs';
import { verify } from './signature.mjs';
import { migrate, rollBack, rollOut } from './steps.mjs';

const steps = { verify, migrate, 'roll-out': rollOut, 'roll-back': rollBack };
const text = { type: 'string' };
const options = { image: text, overlay: text, repository: text, version: text };
const say = (line) => process.stdout.write(`${line}\n`);

function read() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const step = steps[positionals[0]];
    if (step !== undefined && positionals.length === 1) return { step, values };
    throw new Error(`one of ${Object.keys(steps).join(', ')} is needed`);
  } catch ({ message }) {
    throw new Failure('read the arguments', message, 'npm run deploy -- migrate --image ...');
  }
}

try {
  const { step, values } = read();
  await step(values, say);
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
