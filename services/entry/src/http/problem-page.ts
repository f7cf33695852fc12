// The page of one problem type, as HTML.
import { type ProblemName, problemTexts } from '@calendar/shared/http/problem-texts';
import { problemTemplate } from './docs-files.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** `code` is written with backticks in the texts. */
const marked = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

export function problemPage(name: ProblemName): string {
  const { status, title, text } = problemTexts[name];
  const fields: Record<string, string> = {
    title: escaped(title),
    type: `/problems/${name}`,
    status: String(status),
    text: marked(text),
  };
  return problemTemplate().replace(/\{(\w+)\}/g, (_, field: string) => fields[field] ?? '');
}
