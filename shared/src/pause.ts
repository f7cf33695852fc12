// Waiting that can be cut short: by somebody who knows of work, or by the end.

export type Pause = { wait: (ms: number) => Promise<void>; cut: () => void };

/** `cut` ends the current wait, or the next one where none is running. */
export function pause(): Pause {
  let due = false;
  let wake: (() => void) | undefined;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          wake = undefined;
          due = false;
          resolve();
        };
        const timer = setTimeout(end, ms);
        wake = end;
        if (due) end();
      }),
    cut: () => {
      due = true;
      wake?.();
    },
  };
}
