// The page of `npm start -- --observe`: where metrics are, and the traces of the last requests. Takes traces as OTLP/HTTP JSON.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { keepTraces } from './traces.mjs';

/** `links`: name → address. Resolves when it listens, on this machine alone. */
export async function serveTraces({ port, links }) {
  const traces = keepTraces();
  const server = createServer(async (req, res) => {
    try {
      await answer({ traces, links }, req, res);
    } catch (error) {
      res.writeHead(400).end(`${error.message}\n`);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

async function answer({ traces, links }, req, res) {
  const { pathname } = new URL(req.url, 'http://localhost');
  if (req.method === 'POST' && pathname === '/v1/traces') {
    traces.take(await json(req));
    res.setHeader('Content-Type', 'application/json').end('{}');
    return;
  }
  const lines = traces.tree(pathname.slice('/traces/'.length));
  const html = pathname === '/' ? listPage(traces.list(), links) : lines && treePage(lines);
  res.writeHead(html === null ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' });
  res.end(html ?? 'There is no such trace (any more).');
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value) => String(value).replaceAll(/[&<>"]/g, (sign) => escapes[sign]);
const took = (ms) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

const page = (title, body) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title>
<style>
:root { color-scheme: light dark; --faint: #8883; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; }
ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
table { border-collapse: collapse; }
td { padding: .1rem 1rem .1rem 0; white-space: nowrap; vertical-align: top; }
tr:hover { background: var(--faint); }
td.detail { white-space: normal; overflow-wrap: anywhere; font: 12px/1.75 ui-monospace, monospace; opacity: .75; }
td.time { width: 12rem; min-width: 12rem; }
td.time i { display: block; height: .8rem; margin-top: .3rem; min-width: 2px; background: #38c; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.failed, .failed a { color: #d22; }
.failed td.time i { background: #d22; }
</style>
<h1>${text(title)}</h1>
${body}`;

const cell = (value, kind = '') => `<td class="${kind}">${value}</td>`;
const row = (failed, ...cells) => `<tr class="${failed ? 'failed' : ''}">${cells.join('')}</tr>`;

/** Shares of the whole trace: when it began, how long it took. */
const bar = (after, share) => {
  const percent = (part) => `${((part || 0) * 100).toFixed(1)}%`;
  return `<i style="margin-left:${percent(after)};width:${percent(share)}"></i>`;
};

function listPage(traces, links) {
  const anchors = Object.entries(links).map(
    ([name, href]) => `<li><a href="${text(href)}">${text(name)}</a></li>`,
  );
  const rows = traces.map(({ id, name, at, ms, spans, services, failed }) =>
    row(
      failed > 0,
      cell(at.slice(11, 23)),
      cell(`<a href="/traces/${text(id)}">${text(name)}</a>`),
      cell(took(ms), 'number'),
      cell(`${spans} spans`, 'number'),
      cell(text(services)),
      cell(failed > 0 ? `${failed} failed` : ''),
    ),
  );
  const none = '<p>None yet: they come some five seconds after a request.</p>';
  const table =
    rows.length > 0
      ? `<table>
${rows.join('\n')}
</table>`
      : none;
  return page(
    'Seeing into it',
    `<ul>
${anchors.join('\n')}
</ul>
<h2>The last requests</h2>
<p>Each a trace, the latest first; times are UTC.</p>
${table}`,
  );
}

function treePage(lines) {
  const whole = Math.max(...lines.map(({ afterMs, ms }) => afterMs + ms));
  const rows = lines.map(({ depth, afterMs, ms, service, title, detail, failed }) =>
    row(
      failed,
      cell(`+${took(afterMs)}`, 'number'),
      cell(took(ms), 'number'),
      cell(bar(afterMs / whole, ms / whole), 'time'),
      cell(`${'&emsp;'.repeat(depth)}<b>${text(service)}</b> ${text(title)}`),
      cell(text(detail), 'detail'),
    ),
  );
  return page(
    'A trace',
    `<p><a href="/">All requests</a></p>
<table>
${rows.join('\n')}
</table>`,
  );
}
