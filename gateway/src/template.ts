// The template's text and the values for its placeholders → the text of a Kong file. Pure.
import { isSeq, type Node, parseDocument, visit, type YAMLSeq } from 'yaml';

const placeholder = /^@([A-Z_]+)@$/;

/**
 * Puts each value in the place of the whole scalar "@NAME@"; where the value is null, the item of a list that asks for it is left out.
 * Throws one Error that names every placeholder without a value, every value without a placeholder, and what is left over.
 */
export function renderTemplate(template: string, values: Record<string, unknown>): string {
  const document = parseDocument(template, { version: '1.1', merge: true });
  const faults = document.errors.map((error) => `the template is no YAML: ${error.message}`);
  const unused = new Set(Object.keys(values));
  const leftOut: { list: YAMLSeq; item: unknown }[] = [];
  visit(document, {
    Scalar(_key, node, path) {
      if (typeof node.value !== 'string') return;
      const name = placeholder.exec(node.value)?.[1];
      if (name === undefined) {
        const left = /@[A-Z_]+@/.exec(node.value);
        if (left) faults.push(`${left[0]} is not a whole value`);
        return;
      }
      unused.delete(name);
      if (values[name] === null) {
        const at = path.findLastIndex(isSeq);
        leftOut.push({ list: path[at] as YAMLSeq, item: path[at + 1] });
      } else if (values[name] === undefined) faults.push(`@${name}@ has no value`);
      else return quoted(document.createNode(values[name]));
    },
  });
  for (const { list, item } of leftOut) list.items = list.items.filter((other) => other !== item);
  for (const name of unused) faults.push(`the template has no place for ${name}`);
  if (faults.length > 0) throw new Error(faults.map((fault) => `  ${fault}`).join('\n'));
  return document.toString({ lineWidth: 0 });
}

/** Texts in quotes: YAML 1.1 readers differ in what else they take for a number or a date. PEMs stay blocks. */
function quoted<T extends Node>(node: T): T {
  visit(node, {
    Scalar(key, scalar) {
      const oneLine = typeof scalar.value === 'string' && !scalar.value.includes('\n');
      if (oneLine && key !== 'key') scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return node;
}
