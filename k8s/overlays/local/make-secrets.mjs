// Makes the files of this overlay's Secret, once: what is there stays. They are git-ignored. Run by itself, with any Node.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'secrets');
const services = ['auth', 'calendar', 'entry'];

/** The content of a file, made where it is not there yet. */
function keep(name, make) {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
const secret = () => randomBytes(24).toString('hex');
const databaseUrl = (user, schema) => `mysql://${user}:${secret()}@mysql:3306/${schema}`;

mkdirSync(folder, { recursive: true, mode: 0o700 });
for (const service of services) {
  keep(`${service}-database-url`, () => databaseUrl(service, service));
  keep(`${service}-migration-url`, () => databaseUrl(`${service}_ddl`, service));
  const password = keep(`nats-${service}-password`, secret);
  keep(`${service}-nats-url`, () => `nats://${service}:${password}@nats:4222`);
}
keep('redis-url', () => `redis://:${keep('redis-password', secret)}@redis:6379/0`);
for (const name of ['nats-admin', 'nats-routes', 'mysql-root']) keep(`${name}-password`, secret);
keep('signing-keys-secret', () => randomBytes(48).toString('base64url'));
