// `npm start -- --demo`: a user, a calendar, three series and entries of next week, through the gateway like any client.
// Run again in the same week it finds what it made and adds nothing; in a later one it adds the single entries of the week after.
import { request } from './request.mjs';

const email = 'demo@example.com';
const password = 'demo-password-1';
const timeZone = 'Europe/Berlin';
const calendarName = 'Demo';

/** Makes what is not there yet. Returns a text that says what there is and how to look at it. */
export async function makeDemo(baseUrl) {
  const { accessToken } = await session(baseUrl);
  const api = client(baseUrl, accessToken);
  const calendar = await findCalendar(api);
  const monday = nextMonday(new Date());
  const place = { api, path: `/calendars/${calendar.id}/entries`, monday };
  const found = await whatHappens(place, 'expand=false');
  if (!found.some(({ recurrence }) => recurrence)) await makeSeries(place);
  if (!found.some(({ recurrence }) => !recurrence)) await makeEntries(place);
  return summary({ baseUrl, calendar, monday, entries: await whatHappens(place, 'expand=true') });
}

async function session(baseUrl) {
  const api = client(baseUrl);
  const registered = await api(
    'POST',
    '/auth/register',
    { email, password, name: 'Demo' },
    [201, 409],
  );
  if (registered.status === 201) return registered.body;
  return (await api('POST', '/auth/login', { email, password }, [200])).body;
}

const client = (baseUrl, token) => async (method, path, body, expected) => {
  const answer = await request(method, `${baseUrl}${path}`, { token, body });
  if (expected.includes(answer.status)) return answer;
  throw new Error(
    `the demo's ${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`,
  );
};

async function findCalendar(api) {
  const { items } = (await api('GET', '/calendars?limit=1000', undefined, [200])).body;
  const found = items.find(({ name }) => name === calendarName);
  return found ?? (await api('POST', '/calendars', { name: calendarName, timeZone }, [201])).body;
}

const day = 86_400_000;

/** The date of the next Monday after the given time, as YYYY-MM-DD. */
function nextMonday(now) {
  const ahead = (8 - now.getUTCDay()) % 7 || 7;
  return dateAfter(now, ahead);
}

const dateAfter = (from, days) => new Date(from.getTime() + days * day).toISOString().slice(0, 10);

/** From Monday to Friday. */
async function whatHappens({ api, path, monday }, query) {
  const window = `start=${monday}T00:00:00Z&end=${dateAfter(new Date(monday), 5)}T00:00:00Z`;
  return (await api('GET', `${path}?${window}&${query}`, undefined, [200])).body.items;
}

const series = [
  { title: 'Journal', at: '07:30:00', duration: 'PT15M', recurrence: { frequency: 'daily' } },
  {
    title: 'Stand-up',
    at: '08:00:00',
    duration: 'PT15M',
    recurrence: {
      frequency: 'weekly',
      byDay: ['mo', 'tu', 'we', 'th', 'fr'].map((day) => ({ day })),
    },
  },
  {
    title: 'Invoices',
    at: '16:00:00',
    duration: 'PT1H',
    recurrence: { frequency: 'monthly', byMonthDay: [-1] },
  },
];

/** Thursday's stand-up is moved to 11 o'clock, Friday's is left out. */
async function makeSeries({ api, path, monday }) {
  for (const { at, ...entry } of series) {
    const { body } = await api('POST', path, { ...entry, start: `${monday}T${at}` }, [201]);
    if (entry.title !== 'Stand-up') continue;
    const thursday = dateAfter(new Date(monday), 3);
    const occurrence = (days) => {
      const start = new Date(Date.parse(body.start) + days * day);
      return `${path}/${body.id}?occurrence=${start.toISOString()}`;
    };
    await api('PATCH', occurrence(3), { start: `${thursday}T11:00:00` }, [200]);
    await api('DELETE', occurrence(4), undefined, [204]);
  }
}

const wanted = [
  { title: 'Planning', on: 0, at: '09:00:00', duration: 'PT1H' },
  { title: 'Colleague on leave', on: 1, at: '00:00:00', duration: 'P1D', freeBusy: 'free' },
  { title: 'Dentist', on: 1, at: '08:30:00', duration: 'PT45M', location: 'Hauptstrasse 1' },
  { title: 'Workshop', on: 2, at: '10:00:00', duration: 'PT4H', description: 'Bring a laptop.' },
  { title: 'Call during the workshop', on: 2, at: '11:00:00', duration: 'PT30M', force: true },
];

async function makeEntries({ api, path, monday }) {
  for (const { on, at, force, ...entry } of wanted) {
    const start = `${dateAfter(new Date(monday), on)}T${at}`;
    await api('POST', `${path}${force ? '?force=true' : ''}`, { ...entry, start }, [201]);
  }
}

function summary({ baseUrl, calendar, monday, entries }) {
  const lines = entries.map(({ start, title, freeBusy, forced, recurrence, overridden }) => {
    const marks = [
      freeBusy === 'free' && 'free',
      forced && 'forced over a conflict',
      recurrence?.frequency,
      overridden && 'moved',
    ].filter(Boolean);
    return `  ${start}  ${title}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  });
  return [
    `Demo: ${email} with the password ${password}; calendar "${calendar.name}" (${calendar.timeZone})`,
    `  ${baseUrl}/calendars/${calendar.id}, the week of ${monday}:`,
    ...lines,
    '',
  ].join('\n');
}
