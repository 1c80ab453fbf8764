import type { CassandraInstance } from './instance.ts';

/** How each interface of a node is asked whether it answers; a probe rejects when it does not. Virtual tables are no interface of their own. */
export const probes = {
  cql: ({ cql }: CassandraInstance): Promise<unknown> => cql.ping(),
  control: ({ reads }: CassandraInstance): Promise<unknown> => reads.status(),
} as const;
