// `terraform test` asks whether a value is refused; here, by what words. A module and a way to call terraform in it in; out, as
// sentences, each value of its tests that is not refused by a message of its variable, and each message that no test brings about.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';

/** The runs of a module's tests that expect a variable to refuse its value: title, variable, values. */
async function refusedRuns({ folder }) {
  const tests = join(folder, 'tests');
  const files = await Promise.all(
    readdirSync(tests).map((file) => parse(`${file}.tf`, readFileSync(join(tests, file), 'utf8'))),
  );
  return files.flatMap(({ run, variables: [all] = [{}] }) =>
    Object.entries(run).flatMap(([title, [{ expect_failures: [expected] = [], variables }]]) =>
      expected === undefined
        ? []
        : [
            {
              title,
              variable: /var\.(\w+)/.exec(expected)[1],
              values: { ...all, ...variables?.[0] },
            },
          ],
    ),
  );
}

const diagnostics = (printed) =>
  printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).diagnostic?.detail)
    .filter(Boolean);

/** `call` runs terraform in the module, which is initialised, and resolves to what it printed; `scratch` is a folder to write in. */
export async function refusalFaults(module, call, scratch) {
  const messages = (variable) =>
    (module.variables[variable][0].validation ?? []).map((each) => each.error_message);
  const unheard = new Set(Object.keys(module.variables).flatMap(messages));
  const faults = [];
  for (const { title, variable, values } of await refusedRuns(module)) {
    const file = join(scratch, 'values.tfvars.json');
    writeFileSync(file, JSON.stringify(values));
    const plan = ['plan', '-json', '-input=false', '-lock=false', `-var-file=${file}`];
    const said = diagnostics(await call(...plan));
    rmSync(file);
    const heard = messages(variable).filter((text) => said.some((each) => each.startsWith(text)));
    if (heard.length === 0) faults.push(`${title}: ${variable} has no such message: ${said}`);
    for (const message of heard) unheard.delete(message);
  }
  return [...faults, ...[...unheard].map((message) => `no test is told "${message}"`)];
}
