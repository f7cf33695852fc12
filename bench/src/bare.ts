// The baselines: a Koa route with the same token check around nothing but the statements, in a process of its own.

import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { makeAuthenticate } from '@calendar/shared/http/authenticate';
import Router from '@koa/router';
import Koa from 'koa';
import { createPool } from 'mysql2/promise';

const { adminUrl, schema, jwksFile, calendarId, ownerId, weekStart, weekEnd } = JSON.parse(
  process.argv[2] ?? '',
);

const pool = createPool({
  uri: `${adminUrl}/${schema}`,
  connectionLimit: 10,
  supportBigNumbers: true,
});
const jwks = JSON.parse(readFileSync(jwksFile, 'utf8'));
const key = createPublicKey({ key: jwks.keys[0], format: 'jwk' });
const keys = { find: async () => key, generation: () => 1 };
const token = { issuer: 'http://localhost:8000', audience: 'calendar' };
const authenticate = makeAuthenticate({ keys, ...token, now: Date.now });

const revision = 'SELECT list_rev, tag FROM calendar_ref WHERE id = ? AND owner_id = ?';
const week = `SELECT * FROM entry WHERE calendar_id = ? AND owner_id = ? AND duration_class = 0
  AND start_ms >= ? AND start_ms < ? AND end_ms > ? ORDER BY start_ms, id LIMIT 101`;
const lock = 'UPDATE calendar_ref SET list_rev = list_rev + 1 WHERE id = ? AND owner_id = ?';
const insert = `INSERT INTO entry SELECT calendar_id, ?, owner_id, title, description, location, start_ms + ?, end_ms + ?,
  wall_start, time_zone, duration, duration_class, busy, forced, recurrence, rule_start, previous_entry_id, next_entry_id,
  version, tag, tzdata, created_at, updated_at FROM entry WHERE calendar_id = ? AND id = ?`;
const anyEntry = 'SELECT id FROM entry WHERE calendar_id = ? LIMIT 1';

const [found] = await pool.execute(anyEntry, [calendarId]);
const model = (found as { id: string }[])[0]?.id ?? '';

const router = new Router();
router.get('/nothing', (ctx) => {
  ctx.body = 'ok';
});
router.get('/week', async (ctx) => {
  await pool.execute(revision, [calendarId, ownerId]);
  await pool.execute(week, [calendarId, ownerId, weekStart - 7_200_000, weekEnd, weekStart]);
  ctx.body = 'ok';
});
router.post('/create', async (ctx) => {
  const connection = await pool.getConnection();
  await connection.query('START TRANSACTION');
  await connection.execute(lock, [calendarId, ownerId]);
  await connection.execute(insert, [randomUUID(), 1e13, 1e13, calendarId, model]);
  await connection.query('COMMIT');
  connection.release();
  ctx.status = 201;
  ctx.body = 'ok';
});

const app = new Koa();
app.use(async (ctx, next) => {
  await authenticate(ctx.get('authorization'));
  await next();
});
app.use(router.routes());
const server = app.listen(0, '127.0.0.1', () => process.send?.(server.address()));
