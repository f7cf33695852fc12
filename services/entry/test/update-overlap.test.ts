// PUT and PATCH of entries where time becomes busy, or busy time changes.
import { api } from '@calendar/shared/testing/client';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { conflict, expectOverlap, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

/** A meeting from 9 to 10, one from 11 to 12, and ways to change the later one. */
async function two(fields: object = {}) {
  const calendar = await newCalendar(me);
  const early = await calendar.add({ title: 'Early' });
  const late = await calendar.add({ title: 'Late', start: '2027-03-01T11:00:00', ...fields });
  const path = `${calendar.path}/${late.id}`;
  return {
    ...calendar,
    early,
    late,
    path,
    read: () => me.ask('GET', path),
    patch: (body: unknown, query = '') => me.ask('PATCH', path + query, body),
    put: (body: object, query = '') => me.ask('PUT', path + query, { ...late, ...body }),
  };
}

const onEarly = { start: '2027-03-01T09:30:00+01:00', end: '2027-03-01T10:30:00+01:00' };

test('onto a busy entry: the whole 409, and nothing changes', async () => {
  const { put, patch, read, late, early, path } = await two();
  const etag = etagOf(await read());
  const met = [conflict(onEarly, early)];
  expectOverlap(await patch({ title: 'x', start: onEarly.start }), path, met);
  expectOverlap(await put({ title: 'x', ...onEarly }), path, met);
  expectOverlap(await put(onEarly, '?force=false'), path, met);
  const shown = await read();
  expect([shown.body, etagOf(shown)]).toEqual([late, etag]);
});

test('other refusals come before the 409', async () => {
  const { patch, path, late } = await two();
  const wrong = await patch({ start: onEarly.start, end: '2027-03-01T10:30:01+01:00' });
  expect([wrong.status, wrong.body.type]).toEqual([400, '/problems/validation']);
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  expect((await me.ask('PATCH', path, onEarly, stale)).status).toBe(412);
  expect((await patch({ start: onEarly.start, end: late.end })).status).toBe(409);
});

test('an entry does not meet itself', async () => {
  const { patch, late } = await two();
  for (const change of [
    { duration: 'PT2H' },
    { start: '2027-03-01T11:30:00' },
    { duration: 'PT30M' },
    { start: '2027-03-01T10:00:00', duration: 'PT3H' },
    { timeZone: 'UTC' },
  ]) {
    const { status, body } = await patch(change);
    expect([status, body.id, body.forced]).toEqual([200, late.id, false]);
  }
});

test('force lets it in and tells what it meets, until it moves away', async () => {
  const { put, patch, read, early } = await two();
  for (const reply of [await patch(onEarly, '?force=true'), await read()]) {
    expect([reply.status, reply.body.forced]).toEqual([200, true]);
  }
  const again = await put(
    { ...onEarly, start: '2027-03-01T09:45:00+01:00', end: undefined },
    '?force=true',
  );
  const { conflicts, conflictsTruncated, ...entry } = again.body;
  expect([conflicts, conflictsTruncated, entry.forced]).toEqual([
    [conflict(entry, early)],
    false,
    true,
  ]);
  expect((await read()).body).toEqual(entry);
  const away = await patch({ start: '2027-03-01T10:00:00' }, '?force=true');
  expect([away.body.forced, away.body.conflicts, away.body.conflictsTruncated]).toEqual([
    false,
    [],
    false,
  ]);
});

test('a change of text is never refused, nor does it decide anything', async () => {
  const { put, patch, late } = await two({ start: onEarly.start });
  expect(late.forced).toBe(true);
  const texts = [{ title: 'a' }, { description: 'b' }, { location: 'c' }, { recurrence: null }];
  for (const text of texts) {
    for (const reply of [await patch(text), await put(text)]) {
      expect([reply.status, reply.body.forced]).toEqual([200, true]);
    }
  }
  const forced = await patch({ title: 'd' }, '?force=true');
  expect([forced.body.forced, forced.body.conflicts]).toEqual([true, []]);
});

test('the same time in other words changes nothing that is decided', async () => {
  const { patch, late } = await two({ start: onEarly.start });
  for (const same of [
    { start: late.start },
    { start: '2027-03-01T08:30:00Z' },
    { start: '2027-03-01T09:30:00' },
    { duration: 'PT60M' },
    { timeZone: 'EUROPE/BERLIN' },
    { freeBusy: 'busy' },
  ]) {
    const { status, body } = await patch(same);
    expect([status, body.forced, body.start]).toEqual([200, true, late.start]);
  }
  expect((await patch({})).body.duration).toBe('PT60M');
});

test('another start, duration or zone is decided', async () => {
  const { patch, early, path } = await two({ start: onEarly.start });
  const shorter = { ...onEarly, end: '2027-03-01T10:00:00+01:00' };
  expectOverlap(await patch({ duration: 'PT30M' }), path, [conflict(shorter, early)]);
  const utc = { start: '2027-03-01T08:30:00Z', end: '2027-03-01T09:30:00Z' };
  expectOverlap(await patch({ timeZone: 'UTC' }), path, [conflict(utc, early)]);
  const later = { start: '2027-03-01T09:59:00+01:00', end: '2027-03-01T10:59:00+01:00' };
  expectOverlap(await patch({ start: later.start }), path, [conflict(later, early)]);
});

test('free time is never refused; to become busy it is decided', async () => {
  const { put, patch, early, late, path, read } = await two({ freeBusy: 'free' });
  const moved = await patch({ start: onEarly.start });
  expect([moved.status, moved.body.forced]).toEqual([200, false]);
  const met = [conflict(onEarly, early)];
  expectOverlap(await patch({ freeBusy: 'busy' }), path, met);
  expectOverlap(await patch({ freeBusy: null }), path, met);
  expectOverlap(await put({ ...onEarly, freeBusy: undefined }), path, met);
  expect((await read()).body).toMatchObject({ freeBusy: 'free', title: late.title });
  const forced = await patch({ freeBusy: 'busy' }, '?force=true');
  expect([forced.body.freeBusy, forced.body.forced, forced.body.conflicts]).toEqual([
    'busy',
    true,
    met,
  ]);
});

test('busy, free and busy again: what came in between is met', async () => {
  const { patch, ask, path, read } = await two();
  expect((await patch({ freeBusy: 'free' })).body.freeBusy).toBe('free');
  const between = await ask('POST', '', {
    title: 'Between',
    start: '2027-03-01T11:30:00',
    duration: 'PT5M',
  });
  expect(between.status).toBe(201);
  const { body: late } = await read();
  expectOverlap(await patch({ freeBusy: 'busy' }), path, [conflict(late, between.body)]);
  expect((await ask('DELETE', `/${between.body.id}`)).status).toBe(204);
  const back = await patch({ freeBusy: 'busy' });
  expect([back.status, back.body.freeBusy, back.body.forced]).toEqual([200, 'busy', false]);
});
