// Liveness and readiness; neither asks the database, the broker or the cache.
import type Koa from 'koa';

export type Health = { middleware: Koa.Middleware; drain: () => void };

/** `/livez` says that the event loop turns; `/readyz` is 200 until `drain` is called. */
export function makeHealth(): Health {
  let draining = false;
  return {
    middleware: (ctx, next) => {
      if (ctx.path !== '/livez' && ctx.path !== '/readyz') return next();
      const ready = ctx.path === '/livez' || !draining;
      ctx.status = ready ? 200 : 503;
      ctx.body = { status: ready ? 'ok' : 'draining' };
    },
    drain: () => {
      draining = true;
    },
  };
}
