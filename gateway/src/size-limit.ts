// The request-size-limiting plugin: a request's body in, the same bytes metered out, or a Refusal of 413.
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { Refusal } from './problems.ts';

/** Throws where the declared length is over the limit; an honest client has sent nothing of it yet. */
export function refuseDeclared(req: IncomingMessage, maximumBytes: number): void {
  if (Number(req.headers['content-length'] ?? 0) > maximumBytes) throw new Refusal(413);
}

/** The body as a stream that ends in a Refusal when it turns out to be too long; undefined where there is none. */
export function meterBody(req: IncomingMessage, maximumBytes: number): Transform | undefined {
  const { 'content-length': declared, 'transfer-encoding': encoding } = req.headers;
  if (encoding === undefined && Number(declared ?? 0) === 0) return undefined;
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maximumBytes) done(new Refusal(413));
      else done(null, chunk);
    },
  });
  meter.on('error', () => {}); // whoever reads the body sees it; without a reader it must not end the process
  return req.pipe(meter);
}
