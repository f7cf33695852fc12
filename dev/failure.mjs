// A step that failed, why, and what its reader can do about it; nothing else is shown without a stack.
export class Failure extends Error {
  constructor(step, why, todo) {
    super(`${step}: ${why}`);
    this.step = step;
    this.why = why;
    this.todo = todo;
  }
}

/** The text to show for any error: three lines for a Failure, the stack for what nobody foresaw. */
export function explain(error) {
  if (!(error instanceof Failure)) return `${error?.stack ?? error}`;
  return [`Failed at: ${error.step}`, `Why:       ${error.why}`, `Do this:   ${error.todo}`].join(
    '\n',
  );
}
