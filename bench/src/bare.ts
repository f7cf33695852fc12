// The baselines: a Koa route with the same token check around nothing but the statements, in a process of its own.

import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { makeAuthenticate } from '@calendar/shared/http/authenticate';
import Router from '@koa/router';
import Koa from 'koa';
import { createPool, type RowDataPacket } from 'mysql2/promise';

const { adminUrl, schema, jwksFile, calendarId, ownerId } = JSON.parse(process.argv[2] ?? '');

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
const anyEntry = 'SELECT * FROM entry WHERE calendar_id = ? LIMIT 1';

const [[model]] = await pool.query<RowDataPacket[]>(anyEntry, [calendarId]);
const { start_quarter: _, ...row } = { ...model }; // which is generated
const columns = Object.keys(row);
const insert = `INSERT INTO entry (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

const router = new Router();
router.get('/bare', (ctx) => {
  ctx.body = 'ok';
});
router.get('/week', async (ctx) => {
  const [start, end] = [Number(ctx.query.start), Number(ctx.query.end)];
  await pool.execute(revision, [calendarId, ownerId]);
  await pool.execute(week, [calendarId, ownerId, start - 7_200_000, end, start]);
  ctx.body = 'ok';
});
router.post('/create', async (ctx) => {
  const start = Date.parse(`${ctx.query.start}`);
  const made = { ...row, id: randomUUID(), start_ms: start, end_ms: start + 60_000 };
  const connection = await pool.getConnection();
  await connection.query('START TRANSACTION');
  await connection.execute(lock, [calendarId, ownerId]);
  await connection.execute(insert, Object.values(made));
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
process.once('disconnect', () => process.exit());
