// A weekly series as rows, and what the contract makes of the rows: plain lists, no product code and no model.

export const WEEKS = 9;
/** An occurrence after the ninth stands for those of an endless series that are far away. */
export const FAR = 60;
const LISTED = 200;
const FIRST = Temporal.PlainDate.from('2027-03-01');

/** An occurrence: of which week, at which hours in Berlin. */
export type Row = {
  week: number;
  /** The hour of the original start. */
  named: number;
  hour: number;
  hours: number;
  title: string;
  overridden: boolean;
  forced: boolean;
  /** Whether it belongs to the entry that a split made. */
  split: boolean;
};

export type Case = {
  scope: 'this' | 'thisAndFuture' | 'all';
  what: 'PATCH title' | 'PATCH start' | 'PUT' | 'DELETE';
  week: number;
  /** Whether the named occurrence is called `Own` and moved to 11 before. */
  overridden: boolean;
  endless: boolean;
  /** Whether there is somebody else at 10 in that week. */
  blocked: boolean;
  force: boolean;
};

export const dayOf = (week: number): string => FIRST.add({ weeks: week }).toString();

export const berlin = (week: number, hour: number): string =>
  FIRST.add({ weeks: week })
    .toPlainDateTime({ hour })
    .toZonedDateTime('Europe/Berlin')
    .toString({ timeZoneName: 'never' });

/** Week 5 is called `Kept`, week 6 is excluded, the named one may be overridden. */
export function rowsBefore({ week, overridden, endless }: Case): Row[] {
  const rows = Array.from({ length: endless ? LISTED : WEEKS }, (_, i): Row => {
    const row = { week: i, named: 9, hour: 9, hours: 1, title: 'Weekly', split: false };
    const kept = i === 5 ? { title: 'Kept', overridden: true } : { overridden: false };
    const own = i === week && overridden ? { title: 'Own', hour: 11, overridden: true } : {};
    return { ...row, forced: false, ...kept, ...own };
  });
  return rows.filter(({ week: i }) => i !== 6);
}

/** What the rows are when the write is let in. */
export function rowsAfter(one: Case): Row[] {
  const before = rowsBefore(one);
  const { scope, week } = one;
  const after = before.flatMap((row) => {
    if (scope === 'this') return row.week === week ? changedAlone(row, one) : [row];
    if (scope === 'thisAndFuture' && row.week < week) return [row];
    return changedWithSeries(row, one);
  });
  const met = one.force && after.some((row) => isOver(row, one));
  return after.map((row) => ({ ...row, forced: met && isDecided(row, one) }));
}

const isDecided = (row: Row, { scope, week }: Case) =>
  scope === 'all' || (scope === 'this' ? row.week === week : row.week >= week);

/** Only one that a change brings to 10 is over what is there from 10 to half past. */
export const isOver = (row: Row, { blocked, week }: Case): boolean =>
  blocked && row.week === week && row.hour === 10;

function changedAlone(row: Row, { what }: Case): Row[] {
  if (what === 'DELETE') return [];
  if (what === 'PATCH title') return [{ ...row, title: 'New', overridden: true }];
  if (what === 'PATCH start') return [{ ...row, hour: 10, overridden: true }];
  return [{ ...row, title: 'New', hour: 10, hours: 2, overridden: true }];
}

/** An override holds its own title, and its own start where it was moved; the rest follows. */
function changedWithSeries(row: Row, one: Case): Row[] {
  const { what, scope, week } = one;
  if (what === 'DELETE') return [];
  const split = scope === 'thisAndFuture' && week > 0;
  const isNamed = scope === 'thisAndFuture' && row.week === week;
  const holds = isNamed ? heldOfNamed(row, what) : heldOf(row);
  const title = what === 'PATCH start' ? 'Weekly' : 'New';
  const moved = what === 'PATCH title' ? 9 : 10;
  return [
    {
      ...{ ...row, split, named: moved, overridden: holds.title || holds.start },
      title: holds.title ? row.title : title,
      hour: holds.start ? row.hour : moved,
      hours: what === 'PUT' ? 2 : 1,
    },
  ];
}

const heldOf = ({ title, hour }: Row) => ({ title: title !== 'Weekly', start: hour !== 9 });

/** The own override of the named occurrence keeps what the change does not name. */
function heldOfNamed(row: Row, what: Case['what']) {
  const { title, start } = heldOf(row);
  return {
    title: title && what === 'PATCH start',
    start: start && what === 'PATCH title',
  };
}
