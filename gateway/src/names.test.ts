import { afterEach, expect, test } from '@jest/globals';
import { followTargets, preferred, resolveName } from './names.ts';

let ending = new AbortController();
afterEach(() => {
  ending.abort();
  ending = new AbortController();
});

/** Follows `targets` every millisecond; `round()` resolves when `name` was asked and answered once more. */
function followed(targets: string[], answers: Record<string, string[] | Error>) {
  const taken: string[][] = [];
  const faults: string[] = [];
  let asked = 0;
  const known = followTargets(targets, (addresses) => taken.push(addresses), {
    resolve: async (name) => {
      asked += 1;
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer ?? [];
    },
    everyMs: 1,
    onFault: (name, fault) => faults.push(`${name}: ${fault ?? 'well'}`),
    signal: ending.signal,
  });
  const round = async () => {
    const until = asked + 2; // the one under way may have been answered before
    while (asked < until) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { taken, faults, known, round, asked: () => asked };
}

test('literal addresses are told at once, and nobody is asked', async () => {
  const { taken, known, asked } = followed(['127.0.0.1:1', '10.0.0.2:3000'], {});
  expect(taken).toEqual([['127.0.0.1:1', '10.0.0.2:3000']]);
  await known;
  expect(asked()).toBe(0);
});

test('a name is one instance for each of its addresses, with its port, beside what else is named', async () => {
  const { taken, known } = followed(['entry:3000', 'other:81', '10.0.0.9:80'], {
    entry: ['10.0.0.1', '10.0.0.2'],
    other: ['fd00::1'],
  });
  await known;
  expect(taken[0]).toEqual(['10.0.0.9:80']);
  expect(taken.at(-1)).toEqual(['10.0.0.1:3000', '10.0.0.2:3000', '[fd00::1]:81', '10.0.0.9:80']);
});

test('what comes and goes is followed', async () => {
  const answers = { entry: ['10.0.0.1'] };
  const { taken, known, round } = followed(['entry:3000'], answers);
  await known;
  answers.entry = ['10.0.0.2', '10.0.0.3'];
  await round();
  expect(taken.at(-1)).toEqual(['10.0.0.2:3000', '10.0.0.3:3000']);
});

test('while resolving fails or gives nothing the last good answer stays; it is said once, and when it ends', async () => {
  const answers: Record<string, string[] | Error> = { entry: ['10.0.0.1'] };
  const { taken, faults, known, round } = followed(['entry:3000'], answers);
  await known;
  answers.entry = new Error('EAI_AGAIN');
  await round();
  answers.entry = [];
  await round();
  expect(taken.at(-1)).toEqual(['10.0.0.1:3000']);
  answers.entry = ['10.0.0.2'];
  await round();
  expect(taken.at(-1)).toEqual(['10.0.0.2:3000']);
  expect(faults).toEqual(['entry: Error: EAI_AGAIN', 'entry: well']);
});

test('a name that is not there at start is found when it comes', async () => {
  const answers: Record<string, string[] | Error> = { entry: new Error('ENOTFOUND') };
  const { taken, known, round } = followed(['entry:3000'], answers);
  await known;
  expect(taken.at(-1)).toEqual([]);
  answers.entry = ['10.0.0.1'];
  await round();
  expect(taken.at(-1)).toEqual(['10.0.0.1:3000']);
});

test('nothing is asked or told after the end', async () => {
  const { taken, known, round, asked } = followed(['entry:3000'], { entry: ['10.0.0.1'] });
  await known;
  await round();
  ending.abort();
  const before = [asked(), taken.length];
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([asked(), taken.length]).toEqual(before);
});

test('an instance with addresses of both kinds is one instance', () => {
  const six = { address: 'fd00::1', family: 6 };
  const four = { address: '10.0.0.1', family: 4 };
  expect(preferred([six, four, four])).toEqual(['10.0.0.1']);
  expect(preferred([six, six])).toEqual(['fd00::1']);
});

test("the system's resolver knows this machine, and rejects a name that nobody has", async () => {
  expect(await resolveName('localhost')).toEqual(['127.0.0.1']);
  await expect(resolveName('nobody.invalid')).rejects.toThrow();
});
