// The address of a schema as text in; its parts out, and whether the connection is encrypted. Pure.
import { isIP } from 'node:net';

export type DatabaseAddress = {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
  /** Encrypted, and the server's certificate must be for `host`. */
  tls: boolean;
};

// MySQL's own word for it. Its weaker modes encrypt for whoever answers, so that they are not offered.
const parameter = 'ssl-mode';
const mode = 'VERIFY_IDENTITY';

/** `url`: mysql://user:password@host[:3306]/schema[?ssl-mode=VERIFY_IDENTITY]. Throws what is wrong, never what was sent. */
export function readDatabaseUrl(url: string): DatabaseAddress {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  for (const [name, value] of searchParams) {
    if (name !== parameter || value !== mode)
      throw new Error(`takes no parameter but ${parameter}=${mode}`);
  }
  const tls = searchParams.has(parameter);
  const host = hostname.replace(/^\[|\]$/g, ''); // around an address of IPv6
  // The driver would hold the certificate of an address against "localhost".
  if (tls && isIP(host)) throw new Error(`needs the name of a host for ${parameter}`);
  return {
    host,
    port: Number(port || 3306),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    tls,
  };
}
