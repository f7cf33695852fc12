// Request bodies: 413, 415 and 400 before anything reads them, then JSON by koa-body.
import type { Context } from 'koa';
import { koaBody } from 'koa-body';
import { AppError, invalid } from '../errors.ts';

const LIMIT = 256 * 1024;
const jsonTypes = ['application/json', 'application/merge-patch+json'];
// No two neighbours match the same character, so that it takes as long as the header is.
const mediaType = /^\s*([^;\s]+)\s*(?:;\s*(?:charset\s*=\s*"?utf-8"?\s*(?:;\s*)?)?)?$/i;

const faulty = (detail: string) => invalid({ pointer: '', detail });
const missing = () => faulty('is missing; it must be a JSON object');
const tooLarge = () => new AppError('payload-too-large', 'A body has at most 256 KiB.');

/** 413 for what the request declares; what it does not declare is counted while it is read. */
export function refuseLargeBody(ctx: Context): void {
  if (Number(ctx.get('content-length') || 0) > LIMIT) throw tooLarge();
}

function refuseMediaType(ctx: Context): void {
  const type = mediaType.exec(ctx.get('content-type'))?.[1]?.toLowerCase();
  const encoding = ctx.get('content-encoding').toLowerCase() || 'identity';
  const known = type === jsonTypes[0] || (type === jsonTypes[1] && ctx.method === 'PATCH');
  if (known && encoding === 'identity') return;
  throw new AppError(
    'unsupported-media-type',
    'A body is application/json (on PATCH also application/merge-patch+json) in UTF-8, without a content encoding.',
  );
}

const readJson = koaBody({
  jsonTypes,
  jsonLimit: LIMIT,
  jsonStrict: false,
  urlencoded: false,
  text: false,
  multipart: false,
  onError: (error) => {
    if ('type' in error && error.type === 'entity.too.large') throw tooLarge();
    const isTrick = error.message.includes('prototype');
    throw faulty(isTrick ? 'must have no member called __proto__' : 'must be valid JSON');
  },
});

/** The body as a plain object. Throws 413, 415, or 400 with pointer "". */
export async function readBody(ctx: Context): Promise<Record<string, unknown>> {
  const empty = !ctx.get('transfer-encoding') && Number(ctx.get('content-length') || 0) === 0;
  if (empty && !ctx.get('content-type')) throw missing();
  refuseMediaType(ctx);
  if (empty) throw missing();
  // What is left of it says nothing, and koa-body knows it in lower case alone (RFC 9110 8.4.1: in any).
  delete ctx.req.headers['content-encoding'];

  // koa-body turns broken UTF-8 into U+FFFD, so the bytes are looked at beside it.
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let broken = false;
  const look = (chunk?: Buffer) => {
    try {
      utf8.decode(chunk, { stream: chunk !== undefined });
    } catch {
      broken = true;
    }
  };
  ctx.req.on('data', look);
  await readJson(ctx, async () => look());
  const body: unknown = ctx.request.body;
  if (broken) throw faulty('must be in UTF-8');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw faulty('must be a JSON object');
  }
  return body as Record<string, unknown>;
}
