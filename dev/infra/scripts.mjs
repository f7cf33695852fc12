// Shell scripts of the repository.
import { byTool, output } from './tool.mjs';

export const scriptChecks = [
  byTool('shell scripts', 'shellcheck', "install Debian's shellcheck", async (shellcheck) => {
    const listed = await output(['git', 'ls-files', '*.sh', '.ci/run']);
    const files = listed.trim().split('\n');
    await output([shellcheck, ...files]);
    return `${files.length} files`;
  }),
];
