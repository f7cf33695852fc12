// How a run is asked to end: by a signal, or by a failure that nothing mends.
import { pidsOf } from './folder.mjs';
import { endRecorded } from './pids.mjs';

/**
 * Ctrl-C and SIGTERM ask for an end, heard from now on. Before `ready` they end what is being started, since nobody
 * waits for it to end in order; a second one kills what is slow to end. `end(failure)` asks in a program's place.
 */
export function endings({ data, say }) {
  const state = { asked: false, ready: false };
  const endAll = (signal) => endRecorded(pidsOf(data), { signal });
  // Again and again: what was about to start when the signal came would wait for servers that are gone.
  const endStarting = () => {
    endAll('SIGTERM');
    setInterval(() => endAll('SIGTERM'), 500).unref();
  };
  state.wanted = new Promise((wanted) => {
    state.end = (failure) => {
      if (state.asked) endAll('SIGKILL');
      else if (failure === undefined) say('\nStopping ... (Ctrl-C again: at once)');
      if (!state.asked && !state.ready) endStarting();
      state.failure ??= failure;
      state.asked = true;
      wanted();
    };
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => state.end());
  return state;
}
