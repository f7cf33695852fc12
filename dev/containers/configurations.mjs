// What NATS and Redis are told in a container, as text, passwords included.
import { permissions } from '../nats-users.mjs';

export const natsConfiguration = (passwordOf) =>
  JSON.stringify(
    {
      listen: '0.0.0.0:4222',
      http: '0.0.0.0:8222',
      // An acknowledged event is on the disk, also when the machine loses power a moment later.
      jetstream: {
        store_dir: '/data',
        max_mem: 67_108_864,
        max_file: 10_737_418_240,
        sync_interval: 'always',
      },
      authorization: {
        users: Object.entries(permissions).map(([user, rights]) => ({
          user,
          password: passwordOf(user),
          permissions: rights,
        })),
      },
    },
    null,
    2,
  );

/** For counters and copies: nothing is kept on a disk, and the oldest goes when memory is full. */
export const redisConfiguration = (password) => `bind 0.0.0.0
save ""
appendonly no
maxmemory 256mb
maxmemory-policy allkeys-lru
requirepass ${password}
`;
