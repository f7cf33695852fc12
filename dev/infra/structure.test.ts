// What the checks of terraform/ catch, seen on planted faults.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const own = (file: string) => import(new URL(`dev/infra/${file}`, root).href);
const schema = JSON.parse(readFileSync(new URL('terraform/aws-schema.json', root), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The faults of terraform/ with `from` replaced by `to` in one file of it. */
async function faultsWith(file: string, from: string, to: string): Promise<string[]> {
  cpSync(new URL('terraform', root), folder, { recursive: true });
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  const { readModules } = await own('hcl.mjs');
  const { structureFaults } = await own('structure.mjs');
  return structureFaults(await readModules(folder), schema);
}

const database = 'modules/database/main.tf';

test('terraform/ as it is has none', async () => {
  expect(await faultsWith(database, 'multi_az', 'multi_az')).toEqual([]);
});

test.each([
  [database, 'multi_az ', 'multi_azs ', 'aws_db_instance.this.multi_azs does not exist'],
  [database, '= true', '= "yes"', 'aws_db_instance.this.multi_az must be a boolean'],
  [database, 'this.id]', 'that.id]', 'aws_security_group.that.id is not there'],
  [database, 'this.name\n', 'this.title\n', 'there is no title'],
  [database, 'var.clients', 'var.client', 'var.client is not there'],
  [database, '"aws_db_instance"', '"aws_db_server"', 'the schema has no aws_db_server'],
  ['modules/cluster/main.tf', 'role_arn ', '# role_arn ', 'aws_eks_cluster.this needs role_arn'],
  ['modules/cluster/main.tf', 'node_pools ', 'pools ', 'compute_config.pools does not exist'],
  ['aws/main.tf', 'clients ', 'client ', 'module database takes no client'],
  ['aws/main.tf', 'cidr   ', '# cidr', 'module network needs cidr'],
  ['aws/main.tf', 'network.vpc_id', 'network.vpc', 'module network has no output vpc'],
  ['aws/variables.tf', '  type        = bool', '', 'var.deletion_protection has no type'],
])('%s: %j for %j', async (file, from, to, fault) => {
  const faults = await faultsWith(file, from, to);
  expect(faults.join('\n')).toContain(fault);
});
