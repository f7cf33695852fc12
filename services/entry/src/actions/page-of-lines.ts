// The lines of a page, without their long texts, in; the items of the page out: as many as it holds once the texts are read.
import type { Read } from '@calendar/shared/db/statement';
import { pageText } from '@calendar/shared/http/page-text';
import type { BriefEntry, Entry } from '../domain/entry.ts';
import type { Occurring, Place } from '../domain/kept-series.ts';
import type { Listed } from '../domain/listing.ts';
import type { Entries, EntryName } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';

/** What a page is made of before its texts are read. */
export type Line = Listed | { entry: BriefEntry; place: Place };

/** `at` is null where an entry is shown as it is read by itself, or does not recur. */
export type ListItem = { entry: Entry; at: Occurring | null };

/** So many of the longest texts are in memory at most when the page turns out to be full. */
const AT_ONCE = 50;

type Whose = Omit<EntryName, 'id'>;
type Deps = { entries: Pick<Entries, 'findMany'>; overrides: Pick<Overrides, 'named'> };

export type PageOfLines = (
  read: Read,
  whose: Whose,
  lines: readonly Line[],
  expand: boolean,
) => Promise<ListItem[]>;

export function pageOfLines({ entries, overrides }: Deps): PageOfLines {
  /** Entries by id, those whose text was left out. */
  async function wholeOf(read: Read, whose: Whose, lines: readonly Line[]) {
    const cut = lines.map(briefOf).filter((entry) => entry.cut);
    const ids = [...new Set(cut.map(({ id }) => id))];
    const found = await entries.findMany(read, whose, ids);
    return new Map(found.map((entry) => [entry.id, entry]));
  }

  /** Overrides by name, those that hold a text; occurrences are kept without. */
  async function textualOf(read: Read, whose: Whose, lines: readonly Line[]) {
    const names = lines.filter(isListed).filter(isTextual).map(nameOf);
    const found = await overrides.named(read, whose, names);
    return new Map(found.map(({ entryId, override: own }) => [keyOf(entryId, own), own]));
  }

  async function itemsOf(read: Read, whose: Whose, lines: readonly Line[], expand: boolean) {
    const whole = await wholeOf(read, whose, lines);
    const textual = expand ? await textualOf(read, whose, lines) : new Map();
    return lines.map((line): ListItem => {
      const brief = briefOf(line);
      const entry = whole.get(brief.id) ?? brief;
      if (!expand || !isListed(line)) return { entry, at: null };
      const override = textual.get(keyOf(entry.id, line.at)) ?? line.at.override;
      return { entry, at: { ...line.at, override } };
    });
  }

  return async (read, whose, lines, expand) => {
    const fits = pageText();
    const items: ListItem[] = [];
    for (let from = 0; from < lines.length; from += AT_ONCE) {
      const some = lines.slice(from, from + AT_ONCE);
      for (const item of await itemsOf(read, whose, some, expand)) {
        if (!fits(textOf(item), item.entry.rule)) return items;
        items.push(item);
      }
    }
    return items;
  };
}

const isListed = (line: Line): line is Listed => 'of' in line;

const briefOf = (line: Line): BriefEntry => (isListed(line) ? line.of.entry : line.entry);

const nameOf = ({ of, at }: Listed) => ({ entryId: of.entry.id, occurrence: at.occurrence });

const keyOf = (entryId: string, { occurrence }: { occurrence: number }) =>
  `${entryId} ${occurrence}`;

const isTextual = ({ at }: Listed): boolean => at.override?.textsAt !== undefined;

function textOf({ entry, at }: ListItem): string | null {
  const own = at?.override?.held.description;
  return own === undefined ? entry.description : own;
}
