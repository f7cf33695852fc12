// What the processes of a system hold: memory and open files, as Linux counts them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { System } from '../../../dev/testing.mjs';

const processes = ['gateway-0', 'auth-0', 'calendar-0', 'entry-0', 'entry-1'];

/** Where not, nothing here can be asked. */
export const canMeasure = existsSync('/proc/self/status');

/** Resident memory in MiB, by process. */
export function memoryOf(system: System): Record<string, number> {
  return Object.fromEntries(processes.map((process) => [process, residentMib(system, process)]));
}

/** Connections among them. */
export const openFilesOf = (system: System): number =>
  readdirSync(`/proc/${pidOf(system, 'gateway-0')}/fd`).length;

function pidOf({ folder, name }: System, process: string): number {
  const file = join(dirname(folder), 'pids', `${name}-${process}.json`);
  return JSON.parse(readFileSync(file, 'utf8')).pid;
}

function residentMib(system: System, process: string): number {
  const status = readFileSync(`/proc/${pidOf(system, process)}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}

/** How many files this process may have open at once. */
export function mostOpenFiles(): number {
  if (!canMeasure) return Number.POSITIVE_INFINITY;
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
}
