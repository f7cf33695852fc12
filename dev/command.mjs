// What the commands of package.json have in common: options of which --help tells, and failures that say what to do.
import { parseArgs } from 'node:util';
import { explain, Failure } from './failure.mjs';

function wanted({ usage, options, needs, read }) {
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: 'boolean' } },
      allowPositionals: needs !== undefined,
    });
    if (values.help) return null;
    if (needs === undefined) return read(values);
    if (positionals.length !== 1) throw new Error(`say one ${needs}`);
    return read(values, positionals[0]);
  } catch (error) {
    throw new Failure('read the options', error.message, `use what there is:\n${usage}`);
  }
}

/**
 * Runs `run` with what `read` makes of the options (as parseArgs of node:util knows them) and of the one word beside them that the
 * command needs; `read` throws an Error for what cannot be used. Whatever fails is explained, and the process ends with 1.
 */
export async function command(given, run) {
  try {
    const how = wanted(given);
    if (how === null) process.stdout.write(given.usage);
    else await run(how);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
