// The SQL of migrations, read as far as the rules ask: statements into changes of tables, definitions into columns. Pure.

export type Column = {
  name: string;
  /** In capitals: `VARCHAR`. */
  type: string;
  /** What stands in brackets behind the type: a length, or the values of an ENUM. */
  size: string;
  /** Character set, collation and sign, which say what a value means. */
  meaning: string;
  required: boolean;
  hasDefault: boolean;
};

export type Change =
  | { kind: 'create'; table: string; columns: Column[] }
  | { kind: 'add' | 'modify'; table: string; column: Column }
  /** An index, or rows. */
  | { kind: 'harmless' }
  /** What takes something away, or is not known to add: the words as they stand there. */
  | { kind: 'other'; words: string };

const notColumns = /^(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|CHECK|FULLTEXT|SPATIAL)\b/i;

export function readStatement(sql: string): Change[] {
  const text = sql.replaceAll(/\s+/g, ' ').replaceAll('`', '').trim();
  const created = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \((.*)\)[^)]*$/i.exec(text);
  if (created) {
    const parts = split(created[2] ?? '').filter((part) => !notColumns.test(part));
    return [{ kind: 'create', table: created[1] ?? '', columns: parts.map(readColumn) }];
  }
  const altered = /^ALTER TABLE (\w+) (.*)$/i.exec(text);
  if (altered) return split(altered[2] ?? '').map((part) => readAlteration(altered[1] ?? '', part));
  if (/^(?:CREATE INDEX|INSERT|UPDATE)\b/i.test(text)) return [{ kind: 'harmless' }];
  return [{ kind: 'other', words: text }];
}

function readAlteration(table: string, part: string): Change {
  if (/^ADD (?:KEY|INDEX)\b/i.test(part)) return { kind: 'harmless' };
  const [, verb = '', definition = ''] =
    /^(ADD|MODIFY) (?:COLUMN )?(?:IF (?:NOT )?EXISTS )?(\w+ \w+.*)$/i.exec(part) ?? [];
  if (verb === '' || notColumns.test(definition)) {
    return { kind: 'other', words: `ALTER TABLE ${table} ${part}` };
  }
  const kind = verb.toUpperCase() === 'ADD' ? 'add' : 'modify';
  return { kind, table, column: readColumn(definition) };
}

function readColumn(definition: string): Column {
  const [, name = '', type = '', size = '', rest = ''] =
    /^(\w+) (\w+)(?:\(([^)]*)\))?(.*)$/.exec(definition) ?? [];
  const meaning = rest.match(/\b(?:UNSIGNED|CHARACTER SET \w+|COLLATE \w+)\b/gi) ?? [];
  return {
    name,
    type: type.toUpperCase(),
    size,
    meaning: meaning.join(' ').toLowerCase(),
    required: /\b(?:NOT NULL|PRIMARY KEY)\b/i.test(rest),
    hasDefault: /\b(?:DEFAULT|AUTO_INCREMENT|GENERATED|AS \()/i.test(rest),
  };
}

/** At commas that stand in no brackets and no quotes. */
function split(list: string): string[] {
  const parts = list.match(/(?:'[^']*'|\((?:'[^']*'|[^()']|\([^()]*\))*\)|[^,('])+/g) ?? [];
  return parts.map((part) => part.trim());
}
