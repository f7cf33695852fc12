// A tool of somebody else's: found where it was brought or on PATH, and run to its end.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../capture.mjs';
import { findProgram } from '../programs.mjs';
import { root } from '../runtime.mjs';

/** Exit code, what it printed, and that with its complaints. `input` goes to its standard input, `env` beside ours. */
export const run = ([command, ...args], { input, env = {} } = {}) =>
  capture(command, args, { cwd: root, env: { ...process.env, ...env }, input });

/** The text that a tool prints, without its warnings; throws what it complains of. */
export async function output(command, options) {
  const { code, printed, said } = await run(command, options);
  if (code !== 0) throw new Error(`${command.join(' ')}\n${said}`);
  return printed;
}

/** Where `npm run infra:tools` puts what it brings. */
export const toolFolder = join(root, '.data/infra/bin');
export const skaffoldSchema = join(toolFolder, 'skaffold-v4beta13.json');

const brought = (tool) => {
  const path = join(toolFolder, tool);
  return existsSync(path) ? path : null;
};

/** The path of a tool: variable YAMLLINT for yamllint, what `npm run infra:tools` brought, or PATH. */
export const find = (tool) =>
  process.env[tool.toUpperCase().replaceAll('-', '_')] ?? brought(tool) ?? findProgram(tool);

/** Thrown in a check: what else cannot be had here, so that nothing was checked. */
export class Missing extends Error {}

/** A check by `tool`; `get` says where it comes from, `use` runs with its path and may give figures. */
export const byTool = (name, tool, get, use) => ({
  name,
  check: async () => {
    const path = find(tool);
    if (!path)
      return {
        missing: `there is no ${tool}: ${get}, or say in ${tool.toUpperCase()} where it is`,
      };
    try {
      return { figures: await use(path) };
    } catch (error) {
      return { [error instanceof Missing ? 'missing' : 'fault']: error.message };
    }
  },
});
