import type { Statuses } from '@ringside/route-kit';

/** Where all routes but `/metrics` are. */
export const API = '/api/v1';

/** What a route of Apache's is that only looks, and is answered soon. */
export const APACHE_LOOKS = { method: 'GET', duration: 'short', idempotent: true, audit: false, origin: 'apache' } as const;

/** What a route of ours is that only looks, and is answered soon. */
export const RINGSIDE_LOOKS = { method: 'GET', duration: 'short', idempotent: true, audit: false, origin: 'ringside' } as const;

/** What is raised where a node or its management interface is not there. */
export const NO_ANSWER: readonly string[] = ['CASSANDRA_UNAVAILABLE', 'NODE_CONTROL_UNAVAILABLE'];

/** Of routes that need Cassandra. */
export const NO_CASSANDRA: Statuses = { 503: { when: 'Cassandra does not answer', errors: NO_ANSWER } };

/** What a route is that changes a node, and may take long. */
export const CHANGES = { method: 'PUT', duration: 'long', idempotent: true, audit: true } as const;

/** Of routes that need what gossip says. */
export const NO_GOSSIP: Statuses = { 503: { when: 'Cassandra does not answer, or takes no part in gossip', errors: NO_ANSWER } };

/** Of routes about a keyspace. */
export const NO_KEYSPACE: Statuses = { 404: { when: 'No such keyspace', errors: ['NOT_FOUND'] } };

/** Of routes about a table. */
export const NO_TABLE: Statuses = { 404: { when: 'No such keyspace or table', errors: ['NOT_FOUND'] } };
