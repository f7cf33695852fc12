// Radicale and Xandikos as processes: a calendar of iCalendar events put into each, and a week of it asked for by a REPORT.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../dev/ports.mjs';
import type { Event } from './week.ts';

/** `url` is that of the calendar. */
export type Peer = { name: string; url: string; pid: number };

const headers = { authorization: `Basic ${btoa('bench:bench')}`, depth: '1' };

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

const eventText = ({ uid, startMs, recurs }: Event) =>
  [
    ...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20270101T000000Z', `DTSTART:${stamp(startMs)}`],
    ...[
      'DURATION:PT30M',
      `SUMMARY:Entry ${uid}`,
      ...(recurs ? [`RRULE:${recurs.rule}`] : []),
      'END:VEVENT',
    ],
  ].join('\r\n');

const calendarText = (events: readonly Event[]) =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//bench//EN', ...events.map(eventText)],
    'END:VCALENDAR\r\n',
  ].join('\r\n');

async function start(command: string, args: string[], url: string): Promise<number> {
  const child = spawn(command, args, { stdio: 'ignore' });
  process.once('exit', () => child.kill());
  while (!(await fetch(url).catch(() => null))) await pause(100);
  return child.pid as number;
}

async function put(url: string, events: readonly Event[]): Promise<void> {
  const sent = { ...headers, 'content-type': 'text/calendar' };
  const response = await fetch(url, { method: 'PUT', headers: sent, body: calendarText(events) });
  if (!response.ok) throw new Error(`PUT ${url}: ${response.status} ${await response.text()}`);
}

export async function startRadicale(
  venv: string,
  folder: string,
  events: readonly Event[],
): Promise<Peer> {
  const port = await freePort();
  const address = ['--server-hosts', `127.0.0.1:${port}`, '--auth-type', 'none'];
  const storage = ['--storage-filesystem-folder', join(folder, 'radicale')];
  const base = `http://127.0.0.1:${port}`;
  const pid = await start(
    join(venv, 'bin/radicale'),
    [...address, ...storage, '--logging-level', 'error'],
    base,
  );
  const url = `${base}/bench/calendar/`;
  await put(url, events);
  return { name: 'Radicale', url, pid };
}

export async function startXandikos(
  venv: string,
  folder: string,
  events: readonly Event[],
): Promise<Peer> {
  const port = await freePort();
  const address = ['-l', '127.0.0.1', '-p', `${port}`, '--no-detect-systemd'];
  const storage = ['-d', join(folder, 'xandikos'), '--defaults'];
  const base = `http://127.0.0.1:${port}`;
  const user = ['--current-user-principal', '/bench/'];
  const pid = await start(
    join(venv, 'bin/xandikos'),
    ['serve', ...address, ...storage, ...user],
    base,
  );
  const url = `${base}/bench/calendars/calendar/`;
  for (const event of events) await put(`${url}${event.uid}.ics`, [event]);
  return { name: 'Xandikos', url, pid };
}

/** A REPORT of a week of the calendar: the events as they were put, or each of their occurrences. */
export function report({ startMs, endMs }: { startMs: number; endMs: number }, expand: boolean) {
  const range = `start="${stamp(startMs)}" end="${stamp(endMs)}"`;
  const body = `<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data>${expand ? `<C:expand ${range}/>` : ''}</C:calendar-data></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range ${range}/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>`;
  return { method: 'REPORT', headers: { ...headers, 'content-type': 'application/xml' }, body };
}
