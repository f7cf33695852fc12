// Out: what of k8s/overlays/production is still an example, once the module eks-overlay has filled it in. Needs terraform and kubectl.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';
import { output } from './tool.mjs';

const module = join(root, 'terraform/modules/eks-overlay');

// Three folders deep, as the module app's folder is, for the way to the overlay is the same.
const folder = join(root, '.data/infra/overlay');

/** The values of the module's own test, with which it is applied: it makes nothing. */
async function kustomization(terraform) {
  const copy = join(folder, 'module');
  cpSync(module, copy, { recursive: true });
  const test = readFileSync(join(module, 'tests/overlay.tftest.hcl'), 'utf8');
  writeFileSync(
    join(copy, 'test.auto.tfvars'),
    `${/variables \{\n([\s\S]*?)\n\}/.exec(test)[1]}\n`,
  );
  const call = (...args) => output([terraform, `-chdir=${copy}`, ...args]);
  await call('init', '-input=false');
  await call('apply', '-auto-approve', '-input=false');
  return JSON.parse(await call('output', '-json', 'kustomization'));
}

function render(kubectl, { files, ...rest }) {
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  const resources = ['../../../k8s/overlays/production', ...Object.keys(files)];
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    JSON.stringify({ ...head, resources, ...rest }),
  );
  return output([kubectl, 'kustomize', folder]);
}

/** Throws where one of the two tools complains. */
export async function overlayFaults({ terraform, kubectl }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const text = await render(kubectl, await kustomization(terraform));
  const images = [...text.matchAll(/image: (\S*calendar\S*)/g)].map(([, image]) => image);
  const must = (holds, fault) => (holds ? [] : [fault]);
  return [
    ...must(
      images.length > 0 && images.every((image) => /@sha256:0{64}$/.test(image)),
      `images: ${[...new Set(images)]}`,
    ),
    ...must(!/kind: Certificate/.test(text), 'a certificate of cert-manager is left'),
    ...must(!/secretName: kong-tls/.test(text), 'the secret of that certificate is still mounted'),
    ...must(!/type: LoadBalancer/.test(text), 'a load balancer that Terraform does not know'),
    ...must(!/example\.com/.test(text), 'an example name is left'),
    ...must(!/10\.0\.0\.0\/16/.test(text), 'an example block of addresses is left'),
    ...must(/REDIS_TLS: "true"/.test(text), 'the gateway does not encrypt to Redis'),
    ...must(/key: calendar\/test\/services/.test(text), 'the secret is not ours'),
  ];
}
