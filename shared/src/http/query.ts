// A query string (application/x-www-form-urlencoded) as a plain object; nothing malformed or repeated gets through.
import type { Fault } from '../errors.ts';

function decode(part: string): string | null {
  // A raw byte above ASCII reaches us as some Latin-1 letter that nobody sent.
  if (/[^\x20-\x7e]/.test(part)) return null;
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

export function parseQuery(search: string, faults: Fault[]): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const pair of search.split('&').filter((part) => part !== '')) {
    const [rawName = '', ...rest] = pair.split('=');
    const name = decode(rawName);
    const value = decode(rest.join('='));
    if (name === null || value === null) {
      faults.push({ parameter: name ?? rawName, detail: 'is not percent-encoded UTF-8' });
    } else if (name in query) {
      faults.push({ parameter: name, detail: 'is given twice' });
    } else {
      query[name] = value;
    }
  }
  return query;
}
