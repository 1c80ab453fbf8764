import { API, APACHE_LOOKS, NO_ANSWER } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, mapOf, text } from '@ringside/route-kit';

/** Endpoint header (`/127.0.0.1:7000`) → field → value; every value is a text. */
export type GossipAnswer = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Gossip view: `GET /api/v1/cassandra/gossip`. */
export const gossip = defineRoute({
  ...APACHE_LOOKS,
  id: 'gossip',
  path: `${API}/cassandra/gossip`,
  answer: json<GossipAnswer>(mapOf(mapOf(text()))),
  statuses: { 500: { when: 'Cassandra does not answer', errors: NO_ANSWER } },
  permission: 'GOSSIP:READ',
});

export const aboutGossip = describeRoute(gossip, {
  summary: 'Gossip view',
  doc: 'Every gossip state that the node holds, its own included.',
  example: { answer: { '/127.0.0.1:7000': { generation: '1764288000', heartbeat: '2048', dc: 'dc1', rack: 'rack1' } } },
});
