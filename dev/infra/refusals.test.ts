// What Terraform says of the bad values of a module's tests, seen with a Terraform that says what it is told to.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const own = (file: string) => import(new URL(`dev/infra/${file}`, root).href);
const scratch = mkdtempSync(join(tmpdir(), 'refusals-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The faults of the module `sizes`, whose one bad value Terraform answers with `detail`. */
async function faultsWhenTold(detail?: string): Promise<string[]> {
  const { readModules } = await own('hcl.mjs');
  const { refusalFaults } = await own('refusals.mjs');
  const modules = await readModules(new URL('terraform', root).pathname);
  const sizes = modules.find(({ name }: { name: string }) => name === 'modules/sizes');
  const diagnostic = detail === undefined ? undefined : { detail };
  const printed = `A warning\n${JSON.stringify({ type: 'diagnostic', diagnostic })}\n`;
  return refusalFaults(sizes, async () => printed, scratch);
}
const message = 'size must be small or large.';

test('a value refused by the message of its variable is as it must be', async () => {
  expect(
    await faultsWhenTold(`${message}\n\nThis was checked by the validation rule at …`),
  ).toEqual([]);
});

test.each([
  ['by other words', 'string required.'],
  ['not at all', undefined],
])('refused %s: both the value and the message nobody hears are named', async (_how, detail) => {
  expect(await faultsWhenTold(detail)).toEqual([
    expect.stringContaining('refuses_another_size: size has no such message'),
    `no test is told "${message}"`,
  ]);
});
