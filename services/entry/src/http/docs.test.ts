import type { Answer, Call } from '@calendar/shared/http/route';
import { docsRoutes } from './docs.ts';

const routes = docsRoutes({ document: { info: { version: '1' } }, zoneData: '2026a' });

async function get(path: string, params: Record<string, string> = {}): Promise<Answer> {
  const route = routes.find((one) => one.path === path);
  if (!route) throw new Error(`no route ${path}`);
  return await route.handle({ params } as Call<never, never>);
}

test('the document tells which time zone data decides', async () => {
  const { body, contentType } = await get('/openapi.json');
  expect(contentType).toBe('application/json');
  expect(JSON.parse(String(body))).toEqual({ info: { version: '1', 'x-tzdata': '2026a' } });
});

test('the page takes nothing from elsewhere, and all that it takes is served', async () => {
  const { body, headers } = await get('/docs');
  const taken = [...String(body).matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  const files = routes.find(({ path }) => path === '/docs/:file')?.params?.file;
  expect(taken.length).toBeGreaterThan(3);
  for (const address of taken) expect(files?.map((file) => `/docs/${file}`)).toContain(address);
  expect(headers?.['Content-Security-Policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(headers?.['Content-Security-Policy']).not.toMatch(/unsafe|https?:|\*/);
});

test.each(routes.find(({ path }) => path === '/docs/:file')?.params?.file ?? [])(
  '%s is served with its type and its entity tag',
  async (file) => {
    const { body, contentType, etag } = await get('/docs/:file', { file });
    expect((body as Buffer).length).toBeGreaterThan(100);
    expect(contentType).toMatch(/^(?:text\/css|text\/javascript|image\/png)$/);
    expect(etag).toMatch(/^"[\w-]{43}"$/);
  },
);

test('every problem type has a page', async () => {
  const types = routes.find(({ path }) => path === '/problems/:type')?.params?.type ?? [];
  expect(types).toContain('gateway-timeout');
  for (const type of types) {
    const { body } = await get('/problems/:type', { type });
    expect(body).toContain(`<code>/problems/${type}</code>`);
    expect(body).not.toMatch(/[{}`]/);
  }
});
