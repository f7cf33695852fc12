// Email addresses: kept as sent, compared without case.

const shape = /^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u;

/** The address as sent, or the rule it breaks. */
export function parseEmail(text: string): { value: string } | { fault: string } {
  if (shape.test(text)) return { value: text };
  return { fault: 'must be an address: one @ with something on both sides, no white space' };
}

/** What two spellings of one address have in common. */
export const emailKey = (email: string): string => email.toLowerCase();
