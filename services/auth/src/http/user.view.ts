// How a user is shown.
import type { User } from '../domain/user.ts';

export const userView = ({ id, email, name, createdAt }: User) => ({
  id,
  email,
  name,
  createdAt: new Date(createdAt).toISOString(),
});
