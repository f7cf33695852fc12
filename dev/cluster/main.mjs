// `npm run test:cluster [-- STEP ...]`: the manifests for real, on the cluster of KUBECONFIG, which must have the images. It takes
// the namespace `calendar` there for itself. Say with CALENDAR_IMAGE which image (calendar:local), with CLUSTER_AFTER_APPLY and
// CLUSTER_KILL (given a container's id) commands of your cluster.
import { badInputs } from './bad-inputs.mjs';
import { frontDoor } from './client.mjs';
import { acceptsOverlays } from './dry-run.mjs';
import { arrowsOnly } from './matrix.mjs';
import { drainIsHeld, killedUnderLoad, restartsUnseen, scales, storesLost } from './replaced.mjs';
import { cascades, comesUp, suitePasses } from './whole.mjs';

const steps = {
  overlays: ['the server accepts every overlay', acceptsOverlays],
  up: ['overlay embedded comes up', comesUp],
  suite: ["the gateway's suite passes through the Service", suitePasses],
  cascade: ['what is deleted is gone everywhere', cascades],
  network: ['pods reach what the picture shows and nothing else', arrowsOnly],
  restart: ['every service is replaced, and no request fails', restartsUnseen],
  kill: ['instances die under load', killedUnderLoad],
  drain: ['a drain is held by the budget', drainIsHeld],
  stores: ['a broker and Redis are lost', storesLost],
  ...badInputs,
  // Last: what it brought stays for minutes, and starts while others are being looked at.
  scale: ['a crowd brings more instances', scales],
};

if (!process.env.KUBECONFIG) {
  console.error('KUBECONFIG is not set: it says which cluster is taken.');
  process.exit(2);
}
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const count = { passed: 0, failed: 0 };
for (const [name, [sentence, step]] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  try {
    const base = await frontDoor().catch(() => undefined);
    const figures = await step({ base });
    count.passed += 1;
    console.log(`ok      ${name}: ${sentence} (${figures ?? ''}; ${seconds()})`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED  ${name}: ${sentence} (${seconds()})\n${error.message}`);
  }
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
