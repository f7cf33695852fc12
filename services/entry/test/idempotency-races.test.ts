// One key sent many times at once, through the gateway and two instances.
import { upTo } from '@calendar/shared/testing/at-once';
import { api } from '@calendar/shared/testing/client';
import { expectOneMade, keyed } from '@calendar/shared/testing/replays';
import { somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { entryAt, tally } from './making.ts';
import { at, seriesIn } from './series-at-hand.ts';

const TIMES = 32;
const system = mainSystem();
const request = api(system.baseUrl);

test('32 times at once, 100 rounds: one entry is made in each', async () => {
  expect(system.services.entry).toHaveLength(2);
  const calendar = await newCalendar(await somebody(request), 'UTC');
  for (const round of upTo(100)) {
    const key = keyed(`round-${round}`);
    const made = await expectOneMade(TIMES, () => calendar.ask('POST', '', entryAt(round), key));
    expect(made.body.title).toBe(`Hour ${round}`);
  }
  expect((await calendar.all('&limit=1000')).body.items).toHaveLength(100);
}, 240_000);

test('32 splits at once, 20 rounds: one new entry is made in each', async () => {
  const calendar = await newCalendar(await somebody(request), 'UTC');
  const recurrence = { frequency: 'daily', count: 30 };
  let { path } = await seriesIn(calendar, { start: '2027-03-01T09:00:00', recurrence });
  for (const round of upTo(20)) {
    const day = `${round + 2}`.padStart(2, '0');
    const query = `${path}?scope=thisAndFuture&${at(`2027-03-${day}T09:00:00Z`)}`;
    const made = await expectOneMade(TIMES, () =>
      calendar.ask('PATCH', query, { title: day }, keyed(day)),
    );
    path = `/${made.body.id}`;
  }
  expect((await calendar.all('&expand=false')).body.items).toHaveLength(21);
  expect((await calendar.all()).body.items).toHaveLength(30);
}, 120_000);

test('32 times at once what is refused, 20 rounds: refused every time, and nothing is kept', async () => {
  const calendar = await newCalendar(await somebody(request), 'UTC');
  for (const round of upTo(20)) {
    const body = entryAt(round);
    await calendar.add(body);
    const refused = await Promise.all(
      upTo(TIMES).map(() => calendar.ask('POST', '', body, keyed(`${round}`))),
    );
    expect({ round, ...tally(refused) }).toEqual({ round, 409: TIMES });
    const types = refused.map(({ body: { type } }) => type);
    expect(new Set(types)).toEqual(new Set(['/problems/entry-overlap']));
    const other = { ...body, freeBusy: 'free' };
    expect((await calendar.ask('POST', '', other, keyed(`${round}`))).status).toBe(201);
  }
}, 120_000);
