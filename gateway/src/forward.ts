// One request to one instance of its service, streamed both ways; to another instance where the first could not take it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import type { Balancer, Target } from './balancer.ts';
import type { Service } from './config.ts';
import { answerHeaders } from './headers.ts';
import { Refusal } from './problems.ts';
import { isTimeout, isUnsendable, nothingSent } from './upstream-error.ts';

export type Outgoing = { path: string; headers: string[]; body: Transform | undefined };
type Answer = { target: Target; response: Dispatcher.ResponseData };

// Only these are sent a second time: a repeated PUT with If-Match can see 412, a repeated DELETE 404.
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS']);

export function createForward(service: Service, balancer: Balancer) {
  const { tcp_failures: tcp, timeouts: timeout } = service.healthchecks.passive.unhealthy;

  /** Resolves when the answer is written or its client is gone. Throws a Refusal while nothing is written yet. */
  return async (req: IncomingMessage, res: ServerResponse, outgoing: Outgoing): Promise<void> => {
    const gone = new AbortController();
    res.once('close', () => {
      gone.abort();
      outgoing.body?.destroy();
    });
    const options = {
      method: req.method as Dispatcher.HttpMethod,
      path: outgoing.path,
      headers: outgoing.headers,
      // undici takes any async iterable, its types do not say so
      body: (outgoing.body ? lend(outgoing.body, req, res) : null) as unknown as null,
      signal: gone.signal,
      responseHeaders: 'raw' as const,
      headersTimeout: service.readTimeoutMs,
      bodyTimeout: service.readTimeoutMs,
    };
    const repeats = !outgoing.body && repeatable.has(options.method);
    const { target, response } = await ask(options, repeats, outgoing.body);
    try {
      await answer(res, response);
    } finally {
      target.inFlight -= 1;
    }
  };

  /** The first instance that answers; it counts as busy until the caller is done with the answer. */
  async function ask(
    options: Dispatcher.RequestOptions,
    repeats: boolean,
    body: Transform | undefined,
  ): Promise<Answer> {
    const tried = new Set<Target>();
    for (let left = service.retries; ; left -= 1) {
      const target = balancer.pick(tried);
      if (!target) throw new Refusal(503);
      tried.add(target);
      target.inFlight += 1;
      try {
        return { target, response: await target.pool.request(options) };
      } catch (error) {
        target.inFlight -= 1;
        const again = nothingSent(error) || (repeats && !isTimeout(error));
        const verdict = judge(error, target, options, body);
        if (!again || left === 0 || verdict.status < 500) throw verdict;
      }
    }
  }

  function judge(
    error: unknown,
    target: Target,
    { signal }: Dispatcher.RequestOptions,
    body: Transform | undefined,
  ): Refusal {
    if (body?.errored instanceof Refusal) return body.errored;
    const clientLeft = signal instanceof AbortSignal && signal.aborted;
    if (clientLeft || isUnsendable(error)) return new Refusal(400, {}, error);
    const late = isTimeout(error);
    balancer.failed(target, late ? 'timeout' : 'tcp', { tcp, timeout });
    return new Refusal(late ? 504 : 502, {}, error);
  }
}

/** The body for one attempt: nothing is taken from it, nor is the client told to go on, before an instance listens. */
function lend(body: Transform, req: IncomingMessage, res: ServerResponse): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]() {
      if (req.headers.expect?.toLowerCase() === '100-continue') res.writeContinue();
      return body.iterator({ destroyOnReturn: false });
    },
  };
}

async function answer(res: ServerResponse, response: Dispatcher.ResponseData): Promise<void> {
  const own = new Set(res.getHeaderNames());
  own.delete('vary');
  for (const [name, value] of answerHeaders(response.headers as unknown as string[])) {
    if (!own.has(name.toLowerCase())) res.appendHeader(name, value);
  }
  res.writeHead(response.statusCode);
  // A broken answer stays broken: pipeline destroys what it cannot finish, so that it never looks whole.
  await pipeline(response.body, res).catch(() => undefined);
}
