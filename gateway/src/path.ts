// A request target as it was sent → the path that is matched and forwarded (RFC 3986 6.2.2, as Kong does it), and its query.
import { Refusal } from './problems.ts';

export type Target = { path: string; query: string };

const badEscape = /%(?![0-9A-Fa-f]{2})|%00/;
const unreserved = /[A-Za-z0-9._~-]/;
const unsafe = /[^!$&'()*+,/:;=@[\]A-Za-z0-9._~%-]/g;

/** `query` keeps its `?`, or is empty. Throws a Refusal of 400 for a target that nginx would not parse either. */
export function readTarget(sent: string): Target {
  const origin = sent.replace(/^https?:\/\/[^/?#]*/i, ''); // absolute form (RFC 9112 3.2.2)
  const cut = origin.indexOf('?');
  const raw = cut < 0 ? origin : origin.slice(0, cut);
  if (!raw.startsWith('/') || origin.includes('#') || badEscape.test(raw)) throw new Refusal(400);
  return { path: normalise(raw), query: cut < 0 ? '' : origin.slice(cut) };
}

/** Escapes of unreserved characters are decoded, other ones kept (`%2F` is no slash); `.`, `..` and empty segments go. */
function normalise(raw: string): string {
  const decoded = raw.replace(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return unreserved.test(character) ? character : triplet.toUpperCase();
  });
  const segments = decoded.split('/').slice(1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') {
      if (kept.pop() === undefined) throw new Refusal(400);
    } else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  const directory = kept.length > 0 && ['', '.', '..'].includes(segments.at(-1) as string);
  return `/${kept.join('/')}${directory ? '/' : ''}`.replace(unsafe, escapeByte);
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
