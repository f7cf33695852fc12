// A calendar of 1,000 series and 100,000 single entries against an empty one (writes, checks) and against one with as many results (lists).
// Usage, by `npm run bench`: series
import { begin } from './bench.ts';
import { fillLarge, fillSmall, LONG_PAGE, restoring } from './fill.ts';
import { freeDaily, freeSingle, freeWeekly } from './plan.ts';
import { heading, inRounds, type Measured } from './rounds.ts';
import { check, create, listWeek } from './targets.ts';

const SHORT_PAGE = 100;

const bench = await begin();
const base = bench.entry;
console.log('filling a calendar of 1,000 series and 100,000 single entries ...');
const large = await fillLarge(bench);
const small = await fillSmall(bench);
const empty = await bench.make('/calendars', { name: 'empty' });
await bench.db.query('ANALYZE TABLE entry'); // the server would do so by itself, in the middle of the rounds
const afterLarge = await restoring(bench, large);
const afterEmpty = await restoring(bench, empty);

const lists = [SHORT_PAGE, LONG_PAGE].map((limit): [Measured, Measured] => [
  { target: listWeek({ name: `list a week, pages of ${limit}`, base, calendarId: large }, limit) },
  { target: listWeek({ name: 'as many single entries', base, calendarId: small }, limit) },
]);
const kinds = Object.entries({ single: freeSingle, weekly: freeWeekly, daily: freeDaily });
const there = (name: string) => ({ name, base, calendarId: large });
const nowhere = { name: 'in an empty calendar', base, calendarId: empty };
const checks = kinds.map(([kind, body]): [Measured, Measured] => [
  { target: check(there(`check ${kind}`), body) },
  { target: check(nowhere, body) },
]);
const creates = kinds.map(([kind, body]): [Measured, Measured] => [
  { target: create(there(`create ${kind}`), body), after: afterLarge },
  { target: create(nowhere, body), after: afterEmpty },
]);

console.log(heading);
for (const [one, other] of [...lists, ...checks, ...creates]) {
  for (const clients of [1, 32]) {
    console.log(await inRounds(one, other, { clients, token: await bench.newToken() }));
  }
}
await bench.db.end();
