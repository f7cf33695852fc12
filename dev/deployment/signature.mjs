// Whether the release workflow of a repository, on the tag of a version, signed an image.
import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.mjs';

const issuer = 'https://token.actions.githubusercontent.com';

export async function verify({ image, repository, version }, say) {
  const step = `verify who made ${image}`;
  if (!/@sha256:[0-9a-f]{64}$/.test(image ?? ''))
    throw new Failure(step, 'a tag can be moved to another image', 'give name@sha256:...');
  const signer = `https://github.com/${repository}/.github/workflows/release.yml@refs/tags/${version}`;
  const identity = ['--certificate-identity', signer, '--certificate-oidc-issuer', issuer];
  const options = { encoding: 'utf8' };
  const { status, stderr, error } = spawnSync('cosign', ['verify', ...identity, image], options);
  if (error) throw new Failure(step, `cosign: ${error.message}`, 'install cosign');
  const todo = 'take the image that the page of the release names';
  if (status !== 0) throw new Failure(step, `not signed by ${signer}:\n${stderr.trimEnd()}`, todo);
  say(`signed by ${signer}`);
}
