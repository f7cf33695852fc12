// A private Redis for the gateway's counters and the bodies of lists, which may both be lost, so nothing is written to disk. Each system has a database of its own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecret } from './folder.mjs';
import { findProgram } from './programs.mjs';

export const findRedis = () => findProgram('redis-server');

export function redisCommand({ data, port, databases, password }) {
  const file = join(data, 'redis.conf');
  const folder = join(data, 'redis');
  mkdirSync(folder, { recursive: true });
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `databases ${databases}`,
    `dir "${folder}"`,
    'save ""',
    'appendonly no',
    'maxmemory 256mb',
    'maxmemory-policy allkeys-lru',
    `requirepass ${password}`,
    '',
  ];
  writeSecret(file, lines.join('\n')); // a password on the command line would show in the list of processes
  return { command: findRedis(), args: [file] };
}
