// A history of one calendar in; out whether there is an order of its operations, each at a moment between its sending and its
// answer, in which the model gives every answer. A search in depth that goes to no place twice, after Wing and Gong (1993), Lowe (2017).
import { apply, type Call, type Held, shown } from './model.ts';

/** `answer` null: nobody knows whether it happened, or when after it was sent; `answered` is then infinite. */
export type Operation = { call: Call; sent: number; answered: number; answer: string | null };

/** All known operations before `low` and those in `ahead` are in order, and so are the unknown ones in `used`. */
type Place = { low: number; ahead: readonly number[]; used: readonly number[]; held: Held };

const MOST_PLACES = 500_000;

/** Empty where the history is linearizable, else those of which none can be the next where the search came furthest. Throws where it takes too long. */
export function stuckOf(history: readonly Operation[]): Operation[] {
  const bySending = history.toSorted((a, b) => a.sent - b.sent);
  const known = bySending.filter(({ answer }) => answer !== null);
  const told = namesIn(known);
  const unknown = bySending.filter(({ answer, call }) => answer === null && told.has(nameOf(call)));
  const seen = new Set<string>();
  let furthest: { done: number; stuck: Operation[] } = { done: -1, stuck: [] };

  const search = (place: Place): boolean => {
    if (place.low === known.length) return true;
    const key = keyOf(place);
    if (seen.has(key)) return false;
    if (seen.add(key).size > MOST_PLACES) throw new Error(`undecided: ${MOST_PLACES} places`);
    const { indexes, end } = candidates(known, place);
    const done = place.low + place.ahead.length;
    if (done > furthest.done) furthest = { done, stuck: indexes.map((index) => at(known, index)) };
    return (
      indexes.some((index) => {
        const { call, answer } = at(known, index);
        const result = apply(place.held, call);
        return result.answer === answer && search(placeAfter(place, index, result.after));
      }) ||
      // Last, since most of what nobody knows did not happen.
      unknown.some((operation, index) => {
        if (operation.sent > end || place.used.includes(index)) return false;
        const { after } = apply(place.held, operation.call);
        const used = [...place.used, index].sort((a, b) => a - b);
        return after !== place.held && search({ ...place, used, held: after });
      })
    );
  };

  const start = { low: 0, ahead: [], used: [], held: new Map() };
  return search(start) ? [] : furthest.stuck;
}

const nameOf = (call: Call): string => ('name' in call ? call.name : '');

/** Whom any of them is about or tells of. What happened to others makes no difference to any answer. */
const namesIn = (known: readonly Operation[]): Set<string> =>
  new Set(
    known.flatMap(({ call, answer }) => [
      nameOf(call),
      ...(answer ?? '').split(' ').map((word) => word.split('@')[0] ?? ''),
    ]),
  );

/** Those that may be next: sent before any that is not yet in order was answered, which is at `end`. */
function candidates(known: readonly Operation[], { low, ahead }: Place) {
  const indexes: number[] = [];
  let end = Number.POSITIVE_INFINITY;
  for (let index = low; index < known.length && at(known, index).sent <= end; index += 1) {
    if (ahead.includes(index)) continue;
    indexes.push(index);
    end = Math.min(end, at(known, index).answered);
  }
  return { indexes: indexes.filter((index) => at(known, index).sent <= end), end };
}

function placeAfter({ low, ahead, used }: Place, index: number, held: Held): Place {
  const done = new Set([...ahead, index]);
  let next = low;
  while (done.delete(next)) next += 1;
  return { low: next, ahead: [...done].sort((a, b) => a - b), used, held };
}

const keyOf = ({ low, ahead, used, held }: Place): string =>
  [low, ahead, used, shown(held)].join(' | ');

const at = (operations: readonly Operation[], index: number): Operation =>
  operations[index] as Operation;
