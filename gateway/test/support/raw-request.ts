// Requests that fetch() would not send: written byte for byte, the whole answer read until the gateway closes or it is complete.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** `toldToGoOn`: a 100 (Continue) came before the answer. */
export type RawAnswer = { status: number; head: string; body: string; toldToGoOn: boolean };

/** `text` is sent as it is; the promise resolves at the first whole answer, or when the connection ends. */
export function sendRaw(base: URL, text: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname: host, port, protocol } = base;
    const socket =
      protocol === 'https:'
        ? connectTls({ host, port: Number(port || 443), servername: host }, () =>
            socket.write(text),
          )
        : connect({ host, port: Number(port || 80) }, () => socket.write(text));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      received += chunk;
      if (isWhole(received)) socket.end();
    });
    socket.on('error', (error) => (received ? resolve(parse(received)) : reject(error)));
    socket.on('close', () => resolve(parse(received)));
  });
}

const goOn = /^HTTP\/1\.1 100 .*\r\n\r\n/;

function isWhole(received: string): boolean {
  const text = received.replace(goOn, '');
  const cut = text.indexOf('\r\n\r\n');
  if (cut < 0) return false;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, cut))?.[1];
  return length === undefined ? text.endsWith('\r\n\r\n') : text.length >= cut + 4 + Number(length);
}

/** Enough of RFC 9112 for short answers: those in chunks are joined. */
function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.replace(goOn, '').split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const chunked = /^transfer-encoding: chunked/im.test(head);
  return {
    toldToGoOn: goOn.test(text),
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    head,
    body: chunked ? body.replace(/(?:^|\r\n)[\da-f]+\r\n/gi, '') : body,
  };
}
