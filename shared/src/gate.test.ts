import { makeGate } from './gate.ts';

const bounds = { atOnce: 2, waiting: 3, patienceMs: 60_000, busy: 'busy' };
const refused = { kind: 'unavailable', message: 'busy', extra: { retryAfter: 1 } };

/** Work that ends when it is told to, and how much of it runs. */
function someWork() {
  const running: { end: () => void; fail: () => void }[] = [];
  const work = () =>
    new Promise<string>((resolve, reject) => {
      running.push({ end: () => resolve('done'), fail: () => reject(new Error('failed')) });
    });
  return { running, work };
}

test('so many run, so many wait, one more is turned away at once; those that wait come in their order', async () => {
  const gate = makeGate(bounds);
  const { running, work } = someWork();
  const order: number[] = [];
  const admitted = [0, 1, 2, 3, 4].map((each) => gate(work).then(() => order.push(each)));
  await expect(gate(work)).rejects.toMatchObject(refused);
  expect(running).toHaveLength(2);
  for (let ended = 0; ended < 5; ended += 1) {
    running[ended]?.end();
    await admitted[ended];
  }
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(running).toHaveLength(5);
});

test('work that fails gives its place back, and its error', async () => {
  const gate = makeGate({ ...bounds, atOnce: 1, waiting: 0 });
  const { running, work } = someWork();
  const failing = gate(work);
  await expect(gate(work)).rejects.toMatchObject(refused);
  running[0]?.fail();
  await expect(failing).rejects.toThrow('failed');
  const next = gate(work);
  running[1]?.end();
  expect(await next).toBe('done');
});

test('what has waited for too long is turned away, and its place in the queue is free', async () => {
  const gate = makeGate({ ...bounds, atOnce: 1, waiting: 1, patienceMs: 5 });
  const { running, work } = someWork();
  const first = gate(work);
  await expect(gate(work)).rejects.toMatchObject(refused);
  await expect(gate(work)).rejects.toMatchObject(refused);
  expect(running).toHaveLength(1);
  running[0]?.end();
  expect(await first).toBe('done');
  const next = gate(work);
  running[1]?.end();
  expect(await next).toBe('done');
});
