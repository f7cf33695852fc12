// A calendar of a few slots as a plain value: a call in, the one right answer and what the calendar holds afterwards out.

/** Which slot each entry has, by its name. Only force puts two into one. */
export type Held = ReadonlyMap<string, number>;

export type Put = { name: string; slot: number; force: boolean };

export type Call =
  | ({ kind: 'create' } & Put)
  | ({ kind: 'move' } & Put)
  | { kind: 'delete'; name: string }
  | { kind: 'read'; name: string }
  | { kind: 'list' };

/** An answer is a status and the names that it tells of, in order. */
export const answerOf = (status: number, names: readonly string[] = []): string =>
  [status, ...[...names].sort()].join(' ');

export const placed = (name: string, slot: number): string => `${name}@${slot}`;

export const shown = (held: Held): string[] => [...held].map((each) => placed(...each)).sort();

type Result = { answer: string; after: Held };

export function apply(held: Held, call: Call): Result {
  if (call.kind === 'list') return { answer: answerOf(200, shown(held)), after: held };
  const { name } = call;
  const at = held.get(name);
  if (call.kind === 'create') return put(held, call, 201);
  if (at === undefined) return { answer: answerOf(404), after: held };
  if (call.kind === 'read') return { answer: answerOf(200, [placed(name, at)]), after: held };
  if (call.kind === 'delete') return { answer: answerOf(204), after: without(held, name) };
  // What stays where it is is not decided again.
  return at === call.slot ? { answer: answerOf(200), after: held } : put(held, call, 200);
}

function put(held: Held, { name, slot, force }: Put, status: number): Result {
  const others = [...without(held, name)].filter(([, each]) => each === slot);
  const met = others.map(([other]) => other);
  if (met.length > 0 && !force) return { answer: answerOf(409, met), after: held };
  return { answer: answerOf(status, met), after: new Map(held).set(name, slot) };
}

const without = (held: Held, name: string): Held =>
  new Map([...held].filter(([each]) => each !== name));
