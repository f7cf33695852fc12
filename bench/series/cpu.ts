// What a request costs in CPU, which a busy machine lengthens less than time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICK_MS = 10;

/** CPU time (ms) that processes have used since they began; NaN where there is no /proc. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ofOne(pid), 0);
}

function ofOne(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** The entry service and its database. */
export function ownPids(): number[] {
  const { data } = JSON.parse(process.env.BENCH_SYSTEM ?? '').servers;
  return ['main-entry-0', 'server-database'].map(
    (name) => JSON.parse(readFileSync(join(data, 'pids', `${name}.json`), 'utf8')).pid,
  );
}
