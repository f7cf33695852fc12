// Schemas of a system and two database users for each: one that serves requests, one that migrates.
/**
 * Makes what is missing and sets the passwords; returns the two addresses by service, mysql://user:password@host:port/schema.
 * `prefix` goes before each schema's name and is empty for the only system of a server.
 */
export async function makeSchemas({ adminUrl, prefix, services, passwordFor }) {
  const connection = await openDatabase(adminUrl);
  try {
    const made = [];
    for (const service of services)
      made.push(await makeSchema(connection, adminUrl, `${prefix}${service}`, passwordFor));
    return Object.fromEntries(services.map((service, index) => [service, made[index]]));
  } finally {
    await connection.end();
  }
}

async function makeSchema(connection, adminUrl, schema, passwordFor) {
  await connection.query(`CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4`);
  const serving = { name: schema, rights: 'SELECT, INSERT, UPDATE, DELETE' };
  const migrating = { name: `${schema}_ddl`, rights: 'ALL' };
  for (const { name, rights } of [serving, migrating]) {
    const password = passwordFor(`database/${name}`);
    await connection.query(`CREATE USER IF NOT EXISTS '${name}'@'%' IDENTIFIED BY '${password}'`);
    await connection.query(`ALTER USER '${name}'@'%' IDENTIFIED BY '${password}'`);
    // An underscore in the name of a GRANT stands for any character unless it is escaped.
    await connection.query(
      `GRANT ${rights} ON \`${schema.replaceAll('_', '\\_')}\`.* TO '${name}'@'%'`,
    );
  }
  const url = ({ name }) => address(adminUrl, name, passwordFor(`database/${name}`), schema);
  return { schema, url: url(serving), migrationUrl: url(migrating) };
}

/** Drops every schema whose name begins with `prefix`, and its users. */
export async function dropSchemas({ adminUrl, prefix }) {
  const connection = await openDatabase(adminUrl);
  const pattern = `${prefix.replaceAll('_', '\\_')}%`;
  try {
    const [rows] = await connection.query(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
      [pattern],
    );
    for (const { name } of rows) {
      await connection.query(`DROP DATABASE \`${name}\``);
      await connection.query(`DROP USER IF EXISTS '${name}'@'%', '${name}_ddl'@'%'`);
    }
  } finally {
    await connection.end();
  }
}

/** A connection as the administrator; encrypted where the address ends in ?ssl-mode=VERIFY_IDENTITY, as those of services may. */
export async function openDatabase(adminUrl) {
  const { createConnection } = await import('mysql2/promise');
  const url = new URL(adminUrl);
  if (url.search === '') return createConnection({ uri: adminUrl });
  // TypeScript, which only the Node of the product runs; so does whoever has such a database.
  const { readDatabaseUrl } = await import('../shared/src/database-url.ts');
  const { databaseEncryption } = await import('../shared/src/db/encryption.ts');
  const { username: user, database, tls, ...server } = readDatabaseUrl(adminUrl);
  return createConnection({ ...server, user, ssl: tls ? databaseEncryption() : undefined });
}

function address(adminUrl, user, password, schema) {
  const url = new URL(adminUrl);
  url.username = user;
  url.password = password;
  url.pathname = `/${schema}`;
  return url.href;
}
