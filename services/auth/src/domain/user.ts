// A user as this service keeps one.

export type User = {
  id: string;
  /** As sent. */
  email: string;
  /** Equal for two spellings of one address. */
  emailKey: string;
  name: string | null;
  /** A PHC string. */
  passwordHash: string;
  /** Counts from 1, moves with every change; `tag` is random and new with each version. */
  version: number;
  tag: string;
  /** Epoch milliseconds. */
  createdAt: number;
  updatedAt: number;
};
