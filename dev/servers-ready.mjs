// When each server takes requests: asked in its own protocol, since an open port alone says too little.
import { connect } from 'node:net';

/** @param {{ adminUrl: string }} database */
export async function databaseReady({ adminUrl }) {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ uri: adminUrl, connectTimeout: 2000 });
  await connection.end();
  return true;
}

// NATS greets with INFO once JetStream has recovered its streams.
export const natsReady = ({ host, port }) => talk({ host, port }, '', 'INFO ');

export const redisReady = ({ host, port, password }) =>
  talk({ host, port }, `AUTH ${password}\r\nPING\r\n`, '+PONG');

function talk(address, question, answer) {
  return new Promise((resolve, reject) => {
    const socket = connect(address, () => socket.write(question));
    let heard = '';
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer in 2 s')));
    socket.once('error', reject);
    socket.once('close', () => resolve(heard.includes(answer)));
    socket.on('data', (chunk) => {
      heard += chunk;
      if (heard.includes(answer)) socket.destroy();
    });
  });
}
