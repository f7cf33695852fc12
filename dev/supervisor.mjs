// What happens when a process ends without being asked: it is named and started again, but not for ever.
import { Failure } from './failure.mjs';

const most = 5;
const within = 60_000;

/** Returns an `onDeath`. `giveUp(failure)` is called once a process has ended more than 5 times in a minute. */
export function supervise({ say, giveUp, stopping }) {
  const deaths = new Map();
  return (dead) => {
    if (stopping()) return;
    const recent = (deaths.get(dead.name) ?? []).filter((time) => time > Date.now() - within);
    deaths.set(dead.name, [...recent, Date.now()]);
    const shown = `the end of ${dead.log}:\n${dead.lastLines(10)}`;
    if (recent.length < most) {
      say(`${dead.name} ended unexpectedly and is started again; ${shown}`);
      dead.start();
      return;
    }
    const why = `it ended ${most + 1} times in a minute; ${shown}`;
    giveUp(new Failure(`keep ${dead.name} running`, why, 'mend what it names, then start again'));
  };
}
