// The compose files, read by Compose itself.
import { byTool, output } from './tool.mjs';

const files = [
  ['docker-compose.yml'],
  ['docker-compose.yml', 'docker-compose.embedded.yml'],
  ['docker-compose.yml', 'docker-compose.dev.yml'],
];

export const composeChecks = files.map((names) =>
  byTool(
    `${names.at(-1)} is understood`,
    'docker',
    'install Docker with Compose',
    async (docker) => {
      const flags = names.flatMap((name) => ['--file', name]);
      await output([docker, 'compose', ...flags, '--profile', '*', 'config', '--quiet']);
    },
  ),
);
