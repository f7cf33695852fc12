// A request to the API as any client sends one.

/** `url` whole, `body` as JSON, `token` an access token. The body that comes is parsed where it is JSON, undefined where there is none. */
export async function request(method, url, { token, body, headers, timeoutMs = 30_000 } = {}) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  const told = isJson ? JSON.parse(text) : text || undefined;
  return { status: response.status, headers: response.headers, body: told };
}
