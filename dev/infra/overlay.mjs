// Out: what of k8s/overlays/production is still an example, once the module eks-overlay has filled it in. Needs terraform and kubectl.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';

const module = join(root, 'terraform/modules/eks-overlay');

/** The values of the module's own test, with which it is applied: it makes nothing. */
function kustomization(run, folder) {
  cpSync(module, folder, { recursive: true });
  const test = readFileSync(join(module, 'tests/overlay.tftest.hcl'), 'utf8');
  writeFileSync(
    join(folder, 'test.auto.tfvars'),
    `${/variables \{\n([\s\S]*?)\n\}/.exec(test)[1]}\n`,
  );
  const call = (...args) => run('terraform', args, { cwd: folder });
  for (const args of [
    ['init', '-input=false'],
    ['apply', '-auto-approve', '-input=false'],
  ]) {
    const { code, text } = call(...args);
    if (code !== 0) throw new Error(text);
  }
  return JSON.parse(call('output', '-json', 'kustomization').said);
}

// Three folders deep, as the module app's folder is, for the way to the overlay is the same.
function render(run, { files, ...rest }, folder) {
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  const resources = ['../../../k8s/overlays/production', ...Object.keys(files)];
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    JSON.stringify({ ...head, resources, ...rest }),
  );
  return run('kubectl', ['kustomize', folder]);
}

export function overlayFaults(run, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const {
    code,
    text: all,
    said: text,
  } = render(run, kustomization(run, join(folder, 'module')), folder);
  if (code !== 0) return [all];
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
