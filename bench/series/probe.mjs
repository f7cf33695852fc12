// Loaded into the entry service by `npm run bench -- held`: tells on a port of its own for how long the event loop was held since the last time
// somebody asked, in ms of the clock and in ms of CPU of the thread, which a busy machine does not lengthen.
import { createServer } from 'node:http';

const EVERY_MS = 5;

const now = () => {
  const { user, system } = process.threadCpuUsage();
  return { clock: performance.now(), cpu: (user + system) / 1_000 };
};

let last = now();
let longest = { clock: 0, cpu: 0 };

setInterval(() => {
  const at = now();
  longest = {
    clock: Math.max(longest.clock, at.clock - last.clock - EVERY_MS),
    cpu: Math.max(longest.cpu, at.cpu - last.cpu),
  };
  last = at;
}, EVERY_MS).unref();

createServer((_, response) => {
  response.end(JSON.stringify(longest));
  longest = { clock: 0, cpu: 0 };
})
  .listen(Number(process.env.PROBE_PORT), '127.0.0.1')
  .unref();
