// A small service behind the gateway: answers as the test says, and tells what arrived.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Arrived = {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
};

export type Upstream = Awaited<ReturnType<typeof startUpstream>>;

/** Without `listener` every request is answered 200 with what arrived, as JSON. /readyz says 200 while `ready`. */
export async function startUpstream(
  name: string,
  listener?: RequestListener,
  port = 0,
  host = '127.0.0.1',
) {
  const state = { ready: true, served: 0, probes: 0 };
  const server = createServer({ keepAliveTimeout: 75_000 }, async (req, res) => {
    if (req.url === '/readyz') {
      state.probes += 1;
      res.writeHead(state.ready ? 200 : 503).end();
      return;
    }
    state.served += 1;
    if (listener) listener(req, res);
    else {
      const echo = await arrived(req).catch(() => undefined); // cut by the gateway: nobody waits for an answer
      res.setHeader('X-Instance', name).end(JSON.stringify(echo));
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    name,
    state,
    address: `${host}:${(server.address() as AddressInfo).port}`,
    /** As a killed process: no new connections, all open ones cut. */
    async kill() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    async [Symbol.asyncDispose]() {
      await this.kill();
    },
  };
}

async function arrived(req: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return {
    method: req.method ?? '',
    url: req.url ?? '',
    headers: req.headers,
    body: Buffer.concat(chunks).toString('latin1'),
  };
}
