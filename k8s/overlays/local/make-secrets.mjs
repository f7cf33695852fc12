// Makes the files of this overlay's Secret, once: what is there stays. They are git-ignored. Run by itself, with any Node.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, 'secrets');
const make = join(here, '../../../dev/containers/secrets.mjs');

execFileSync(process.execPath, [make, folder], { stdio: 'inherit' });

// The broker of the cluster takes its users' passwords one by one, and its servers know each other by one more.
for (const service of ['auth', 'calendar', 'entry']) {
  const { password } = new URL(readFileSync(join(folder, `${service}-nats-url`), 'utf8'));
  writeFileSync(join(folder, `nats-${service}-password`), password, { mode: 0o600 });
}
const routes = join(folder, 'nats-routes-password');
if (!existsSync(routes)) writeFileSync(routes, randomBytes(24).toString('hex'), { mode: 0o600 });
