// One calendar as the contract has it, slowly: an operation in, its status and what an answer would hold out.
import { type Entry, type Mark, momentOf, momentsOf, originalStarts } from './entry.ts';
import { type Dropped, undecided } from './marks.ts';
import { type Meeting, type Verdict, verdictOf, verdictOfOne } from './overlap.ts';
import { created, isRefused, type Sent } from './sent.ts';
import {
  firstChanged,
  head,
  isDecided,
  marked,
  oneChanged,
  partChanged,
  type Written,
  wholeChanged,
} from './write.ts';

export type Scope = 'this' | 'thisAndFuture' | 'all';

export type Operation = {
  verb: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The entry's id in the model; of no meaning in a POST. */
  id: string;
  scope: Scope;
  /** An original start; null with `all` and POST. */
  occurrence: number | null;
  body: Sent;
  force: boolean;
};

export type Outcome = {
  status: number;
  /** The entry that the answer shows, and the occurrence where it shows one. */
  shows?: { id: string; occurrence: number | null };
  dropped?: Dropped | null;
  meetings: Meeting[];
  /** Whether the horizon decides; where it does not, nothing was written. */
  known: boolean;
};

/** What would stand after a write, and what was found out on the way. */
type Wish = { entries: Entry[]; outcome: Outcome };

const refused = (status: number): Outcome => ({ status, meetings: [], known: true });
const unwritten = (status: number): Wish => ({ entries: [], outcome: refused(status) });
const noMeetings: Verdict = { meetings: [], known: true };

export class ModelCalendar {
  readonly zone: string;
  entries: readonly Entry[] = [];
  #made = 0;

  constructor(zone: string) {
    this.zone = zone;
  }

  /** What is refused or not known changes nothing. */
  apply(operation: Operation): Outcome {
    const wish = this.#wish(operation);
    const { outcome } = wish;
    if (!outcome.known) return outcome;
    if (outcome.meetings.length > 0 && !operation.force) return { ...outcome, status: 409 };
    if (outcome.status < 300) this.entries = wish.entries;
    return outcome;
  }

  #wish(operation: Operation): Wish {
    const { verb, id, occurrence } = operation;
    if (verb === 'POST') return this.#create(operation);
    const entry = this.entries.find((each) => each.id === id);
    if (!entry || !isThere(entry, operation)) return unwritten(404);
    if (verb === 'DELETE') return this.#delete(entry, operation);
    if (operation.scope === 'this') return this.#changeOne(entry, occurrence as number, operation);
    return this.#changeMany(entry, operation);
  }

  #newId(): string {
    this.#made += 1;
    return `new ${this.#made}`;
  }

  #others = (entry: Entry) => this.entries.filter((each) => each !== entry);

  #create({ body }: Operation): Wish {
    const entry = created(this.#newId(), body, this.zone);
    if (isRefused(entry)) return unwritten(400);
    const verdict = verdictOf(entry, this.entries);
    const made = { ...entry, forced: verdict.meetings.length > 0 };
    const shows = { id: entry.id, occurrence: null };
    return { entries: [...this.entries, made], outcome: { status: 201, shows, ...verdict } };
  }

  #delete(entry: Entry, { scope, occurrence }: Operation): Wish {
    const others = this.#others(entry);
    const outcome = refused(204);
    if (scope === 'this') {
      const excluded = marked(entry, occurrence as number, { excluded: true });
      return { entries: [...others, excluded], outcome };
    }
    if (scope === 'all' || occurrence === entry.startMs) {
      return { entries: others.map((each) => unlinked(each, entry.id)), outcome };
    }
    return { entries: [...others, head(entry, occurrence as number)], outcome };
  }

  #changeOne(entry: Entry, original: number, { verb, body }: Operation): Wish {
    const isBack = entry.marks.get(original)?.excluded ?? false;
    const change = { verb: verb as 'PUT' | 'PATCH', sent: body, zone: this.zone };
    const after = oneChanged(entry, original, change);
    const [then, now] = [momentOf(entry, original), momentOf(after, original)];
    const isSame = then.startMs === now.startMs && then.endMs === now.endMs;
    const decides = isBack || !isSame || then.freeBusy !== 'busy';
    const verdict =
      decides && now.freeBusy === 'busy' ? verdictOfOne(now, this.#others(entry)) : null;
    const mark = after.marks.get(original) as Mark & { excluded: false };
    const forced = verdict ? { forced: verdict.meetings.length > 0 } : {};
    const stands = marked(after, original, { ...mark, ...forced });
    const shows = { id: entry.id, occurrence: original };
    return {
      entries: [...this.#others(entry), stands],
      outcome: { status: 200, shows, ...(verdict ?? noMeetings) },
    };
  }

  #changeMany(entry: Entry, { verb, scope, occurrence, body }: Operation): Wish {
    const change = { verb: verb as 'PUT' | 'PATCH', sent: body, zone: this.zone };
    const others = this.#others(entry);
    if (scope === 'all') return decided(wholeChanged(entry, change), others, []);
    const original = occurrence as number;
    if (original === entry.startMs) return decided(firstChanged(entry, change), others, []);
    const { before, after, dropped } = partChanged(entry, original, change);
    const part = { ...after, id: this.#newId(), previous: entry.id };
    const stays = { ...head(entry, original), next: part.id };
    const relinked = others.map((each) =>
      each.id === entry.next ? { ...each, previous: part.id } : each,
    );
    return decided({ before, after: part, dropped }, relinked, [stays]);
  }
}

function isThere(entry: Entry, { verb, occurrence, body }: Operation): boolean {
  if (occurrence === null) return true;
  if (!entry.rule || !originalStarts(entry).includes(occurrence)) return false;
  const comesBack = verb === 'PATCH' && body.excluded === false;
  return comesBack || !entry.marks.get(occurrence)?.excluded;
}

function unlinked(entry: Entry, gone: string): Entry {
  const previous = entry.previous === gone ? null : entry.previous;
  return { ...entry, previous, next: entry.next === gone ? null : entry.next };
}

/** The whole new part against everything that stays. */
function decided({ before, after, dropped }: Written, others: Entry[], stays: Entry[]): Wish {
  if (isRefused(after)) return unwritten(400);
  const isNew = isDecided(before, after);
  const verdict = isNew ? verdictOf(after, [...others, ...stays]) : noMeetings;
  const forced = verdict.meetings.length > 0;
  const stands = isNew ? { ...after, forced, marks: undecided(after.marks) } : after;
  const outcome = { shows: { id: after.id, occurrence: null }, dropped, ...verdict };
  return {
    entries: [...others, ...stays, stands],
    outcome: { status: 200, ...outcome },
  };
}

/** Every occurrence that intersects the window. */
export const momentsIn = (entries: readonly Entry[], fromMs: number, toMs: number) =>
  entries
    .flatMap((entry) => momentsOf(entry))
    .filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
