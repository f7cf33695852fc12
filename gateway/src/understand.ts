// The text of a Kong file → its content, or one Error that names all that the embedded gateway does not understand in it.
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { luaDigest, twinOfLua } from './edge.ts';
import { kongFile } from './kong-file.ts';
import type { KongFile } from './kong-types.ts';

export function understand(text: string): KongFile {
  const raw = withNamedPlugins(parse(text, { version: '1.1', merge: true }));
  const { value, error } = kongFile.validate(raw, {
    abortEarly: false,
    convert: false,
    presence: 'required',
    errors: { wrap: { label: false } },
  });
  const faults = error ? error.details.map(({ message }) => message) : crossFaults(value);
  if (faults.length === 0) return value;
  throw new Error(
    `The embedded gateway does not understand this file:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
}

/** Lists of plugins become objects by name, so that a fault names the plugin; a second one of a name is a fault too. */
function withNamedPlugins(raw: unknown): unknown {
  return JSON.parse(JSON.stringify(raw ?? null), (key, value) => {
    if (key !== 'plugins' || !Array.isArray(value)) return value;
    const named: Record<string, unknown> = {};
    for (const plugin of value) {
      named[plugin?.name in named ? `${plugin.name} (again)` : plugin?.name] = plugin;
    }
    return named;
  });
}

/** What no field shows by itself. Kong's parser takes each of these and fails on requests, or not at all. */
function crossFaults(file: KongFile): string[] {
  const { 'pre-function': edge, 'rate-limiting': limit } = file.plugins;
  const digest = luaDigest(edge.config);
  const names = new Set(file.consumers.map(({ username }) => username));
  const routes = file.services.flatMap((service) => service.routes);
  return [
    digest !== twinOfLua &&
      `plugins.pre-function has SHA-256 ${digest}, and src/edge.ts is the twin of ${twinOfLua}: change both together`,
    !file.consumers.some(({ jwt_secrets }) => jwt_secrets) && 'consumers hold no jwt_secrets',
    new Set(routes.map(({ name }) => name)).size < routes.length && 'two routes share a name',
    ...file.services.map(
      ({ host }) =>
        !file.upstreams.some(({ name }) => name === host) && `no upstream is named ${host}`,
    ),
    ...routes.map(({ name, plugins }) => {
      if (!plugins) return false;
      const { jwt, 'rate-limiting': own } = plugins;
      if (!names.has(jwt.config.anonymous))
        return `${name}: no consumer is named ${jwt.config.anonymous}`;
      if (!name.endsWith('-public')) return `${name} is open, so its name must end in -public`;
      return (
        !isDeepStrictEqual(own.config.redis, limit.config.redis) &&
        `${name}: another Redis than the global one`
      );
    }),
  ].filter((fault) => fault !== false);
}
