// The cors plugin: which headers let a page of another origin read an answer (WHATWG Fetch, CORS protocol).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsConfig } from './kong-types.ts';

/** Adds what every answer carries, and answers a preflight at once; true where it did. */
export function createCors(config: CorsConfig) {
  const exposed = config.exposed_headers.join(',');
  return {
    mark(req: IncomingMessage, res: ServerResponse): void {
      allowOrigin(config.origins, req, res);
      res.setHeader('Access-Control-Expose-Headers', exposed);
    },
    preflight(req: IncomingMessage, res: ServerResponse): boolean {
      const { origin, 'access-control-request-method': asked } = req.headers;
      if (req.method !== 'OPTIONS' || !origin || !asked) return false;
      res.removeHeader('Access-Control-Expose-Headers');
      res.setHeader('Access-Control-Allow-Headers', config.headers.join(','));
      res.setHeader('Access-Control-Allow-Methods', config.methods.join(','));
      res.setHeader('Access-Control-Max-Age', String(config.max_age));
      res.setHeader('Content-Length', '0');
      res.writeHead(200).end();
      return true;
    },
  };
}

function allowOrigin(origins: string[], req: IncomingMessage, res: ServerResponse): void {
  const [first, ...others] = origins as [string, ...string[]];
  const asking = req.headers.origin;
  if (first !== '*') res.setHeader('Vary', 'Origin');
  if (others.length === 0) res.setHeader('Access-Control-Allow-Origin', first);
  else if (asking && origins.includes(asking)) res.setHeader('Access-Control-Allow-Origin', asking);
}
