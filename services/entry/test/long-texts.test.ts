// GET /calendars/:calendarId/entries where texts are as long as they may be: a page ends early, and nothing is left out.
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { api, type Reply } from '@calendar/shared/testing/client';
import { somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { at, daily, entry, letIn, seriesIn } from './series-at-hand.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const ever = '?start=2027-01-01T00:00:00Z&end=2029-01-01T00:00:00Z&limit=1000';

const long = (name: string) => name + '日'.repeat(8_192 - name.length);
const bytesOf = (items: Reply['body'][]) =>
  Buffer.byteLength(JSON.stringify(items.map(({ description }) => description)));

test('a page holds two mebibytes of text, and the pages hold everything once', async () => {
  const me = await somebody(api(mainSystem().baseUrl));
  const calendar = await newCalendar(me, 'UTC');
  const { ask } = calendar;
  const pagesOf = async (query: string) => {
    const pages: Reply['body'][][] = [];
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = await letIn(ask('GET', ever + query + cursor));
      pages.push(items);
      if (nextCursor === null) return pages;
      cursor = `&cursor=${nextCursor}`;
    }
  };
  const day = (n: number) => new Date(Date.UTC(2027, 0, 1 + n));
  const singles = await atOnce(8, upTo(60), (n) =>
    letIn(
      ask('POST', '?force=true', {
        ...entry(day(n).toISOString(), null),
        description: n % 2 === 0 ? long(`single ${n}`) : n % 3 === 0 ? `short ${n}` : null,
      }),
    ),
  );
  const series = await seriesIn(calendar, {
    ...entry('2027-01-01T09:00:00', { ...daily, count: 120 }),
    description: long('series'),
  });
  for (const [n, description] of [
    [1, long('own')],
    [2, 'own, and short'],
    [3, null],
  ] as const) {
    const occurrence = `2027-01-0${n + 1}T09:00:00Z`;
    await letIn(series.patch(at(occurrence), { description }));
  }

  const pages = await pagesOf('');
  const items = pages.flat();
  const own = [long('series'), long('own'), 'own, and short', null];
  expect(items.map(({ start, description }) => [start.slice(0, 10), description])).toEqual(
    upTo(120).flatMap((n) => [
      ...(n < 60 ? [[day(n).toISOString().slice(0, 10), singles[n].description]] : []),
      [day(n).toISOString().slice(0, 10), own[n] === undefined ? long('series') : own[n]],
    ]),
  );
  // Each page is as full as it can be: what comes after it would be too much.
  for (const [at, page] of pages.slice(0, -1).entries()) {
    expect(bytesOf(page)).toBeLessThanOrEqual(MOST_BYTES);
    // Rules are counted too, some fifty bytes each.
    const more = bytesOf([...page, pages[at + 1]?.[0]]);
    expect(more + 100 * page.length).toBeGreaterThan(MOST_BYTES);
  }
  const entries = (await pagesOf('&expand=false')).flat();
  expect(entries.map(({ id, description }) => [id, description])).toEqual(
    [series.series, ...singles]
      .sort((a, b) => (a.start + a.id < b.start + b.id ? -1 : 1))
      .map(({ id, description }) => [id, description]),
  );
});
