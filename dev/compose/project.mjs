// The system of docker-compose.yml under a project name of the test's own: every command here reaches it and nothing else.
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { capture } from '../capture.mjs';
import { Failure } from '../failure.mjs';
import { root } from '../runtime.mjs';

const kong = 'kong:3.9.3';

/** Why there is no engine to be had, or null. */
export function engineFault() {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'pipe' });
    execFileSync('docker', ['info'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `${error.stderr ?? ''}`.trim().split('\n').at(-1) || error.message;
  }
}

const hasImage = (image) => {
  try {
    execFileSync('docker', ['image', 'inspect', image], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};

/** `TEST_GATEWAY` says `kong` or `embedded`; unsaid it is Kong where its image is at hand. */
export const chooseGateway = () =>
  process.env.TEST_GATEWAY ?? (hasImage(kong) ? 'kong' : 'embedded');

/** `gateway`: 'kong' or 'embedded'; `port`: where it listens; `profiles` of the compose file; `changes`: a file laid over it. */
export function makeProject({ name, gateway, port, profiles = '', changes }) {
  const files = ['docker-compose.yml'];
  if (gateway !== 'kong') files.push('docker-compose.embedded.yml');
  if (changes !== undefined) files.push(changes);
  const env = {
    ...process.env,
    COMPOSE_PROJECT_NAME: name,
    COMPOSE_FILE: files.map((file) => join(root, file)).join(delimiter),
    COMPOSE_PROFILES: profiles,
    COMPOSE_PROGRESS: 'quiet',
    PORT: `${port}`,
    USER_LIMIT: '1000000',
    ADDRESS_LIMIT: '1000000',
  };

  /** In the project's environment. */
  const attempt = (command, args, cwd = root) => capture(command, args, { cwd, env });

  async function run(command, args, cwd) {
    const { code, printed, said } = await attempt(command, args, cwd);
    if (code === 0) return printed;
    const last = said.trimEnd().split('\n').slice(-25).join('\n');
    const todo = `look at docker compose --project-name ${name} logs while the test stands there`;
    throw new Failure(`${command} ${args.join(' ')}`, `it ended with ${code}:\n${last}`, todo);
  }

  return {
    name,
    gateway,
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    attempt: (...args) => attempt('docker', ['compose', ...args]),
    compose: (...args) => run('docker', ['compose', ...args]),
    docker: (...args) => run('docker', args),
    /** Commands as a page of the documentation has them, in `folder`. */
    shell: (text, folder) => run('bash', ['-euo', 'pipefail', '-c', text], folder),
    /** The running containers of a service, by id. */
    async containers(service) {
      const ids = await run('docker', ['compose', 'ps', '--quiet', service]);
      return ids.split('\n').filter(Boolean);
    },
    /** One statement as root; resolves to the rows as text. */
    sql: (statement) =>
      run('docker', [
        ...['compose', 'exec', '-T', 'mysql', 'sh', '-c'],
        `MYSQL_PWD="$(cat /run/calendar-secrets/mysql-root-password)" exec mysql --user=root --batch --skip-column-names --execute="${statement}"`,
      ]).then((text) => text.trim()),
  };
}
