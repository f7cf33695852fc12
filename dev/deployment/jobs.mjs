// Jobs run anew and watched to their end.
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.mjs';
import { apply, circumstances, kubectl, readObject } from './kubectl.mjs';
import { nameOf } from './manifests.mjs';

/** A job cannot be changed: that of the version before goes first. */
export function startAnew(step, jobs) {
  if (jobs.length === 0) return;
  kubectl(step, ['delete', ...jobs.map(nameOf), '--ignore-not-found', '--wait']);
  apply(step, jobs);
}

function endOf(step, name) {
  const { status } = readObject(step, 'get', name);
  const is = (type) =>
    status.conditions?.some((each) => each.type === type && each.status === 'True');
  return is('Complete') ? 'done' : is('Failed') ? 'failed' : undefined;
}

/** Resolves when all are done. The first that failed, or took longer than `patience` ms, is a Failure. */
export async function jobsDone(step, jobs, { patience, todo, say }) {
  const end = Date.now() + patience;
  for (const name of jobs.map(nameOf)) {
    let ended = endOf(step, name);
    while (ended === undefined && Date.now() < end) {
      await pause(1_000);
      ended = endOf(step, name);
    }
    if (ended !== 'done') {
      const why = `${name} ${ended ?? 'does not end'}:\n${circumstances(name)}`;
      throw new Failure(step, why, todo);
    }
    say(`${name} is done`);
  }
}
