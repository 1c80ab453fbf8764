import { API, clusterHealthAnswer, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, optional } from '@ringside/route-kit';
import { alone } from './flags.ts';
import { consistencyLevel } from './parameters.ts';

/** Health of the cluster: `GET /api/v1/cassandra/cluster-health`. */
export const clusterHealth = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'clusterHealth',
  path: `${API}/cassandra/cluster-health`,
  query: { consistency: optional(consistencyLevel), alone: optional(alone) },
  answer: json(clusterHealthAnswer),
  statuses: NO_CASSANDRA,
  permission: 'TOPOLOGY:READ',
});

export const aboutClusterHealth = describeRoute(clusterHealth, {
  summary: 'Health of the cluster',
  doc: 'Whether the cluster is well, in one sentence, and what that is judged by: who is live, suspect or dead, ranges of each keyspace at the usual levels and the one that is asked for (LOCAL_QUORUM by default), agreement on the schema, pending ranges, and the clocks of the nodes’ machines.',
  example: {
    params: { consistency: 'QUORUM' },
    answer: {
      state: 'healthy',
      sentence: 'healthy: 1 of 1 nodes is live; every range can be read and written at QUORUM',
      findings: [],
      consistency: 'QUORUM',
      localDatacenter: 'dc1',
      nodes: [{ endpoint: '127.0.0.1:7000', datacenter: 'dc1', rack: 'rack1', liveness: 'live', sentence: 'up' }],
      schemaVersions: [{ version: '11111111-1111-4111-8111-111111111111', endpoints: ['127.0.0.1:7000'] }],
      keyspaces: [
        {
          keyspace: 'orders',
          replication: { class: 'NetworkTopologyStrategy', dc1: '1' },
          hasTooFewNodes: false,
          levels: { QUORUM: { total: 1, available: 1, underReplicated: 0, unavailable: 0 } },
          pendingRanges: 0,
        },
      ],
      clocks: [],
    },
  },
});
