import { withoutHostName } from '@ringside/model';
import type { GossipView, SchemaVersions } from '@ringside/node-control';
import { parseGossipStates } from '../parse/gossip-states.ts';
import { read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, mapOf, member, text, texts } from '../values.ts';

/** See `NodeGossip.gossip`. Source: `FailureDetector.AllEndpointStatesWithPort`. */
export const gossipQuery: Query<GossipView> = {
  doing: 'tell its gossip states',
  requests: [read('failureDetector', 'AllEndpointStatesWithPort')],
  decode: (answers) => parseGossipStates(text(answers.attribute(0, 'AllEndpointStatesWithPort'), 'AllEndpointStatesWithPort')),
};

/** See `NodeGossip.phi`. Source: `FailureDetector.PhiValuesWithPort`, a table with one row an endpoint: `Endpoint`, `PHI`. */
export const phiQuery: Query<Readonly<Record<string, number>>> = {
  doing: 'tell its φ values',
  requests: [read('failureDetector', 'PhiValuesWithPort')],
  decode: (answers) => {
    const rows = mapOf(answers.attribute(0, 'PhiValuesWithPort'), 'PhiValuesWithPort', (row) => count(member(row, 'PHI'), 'PHI'));
    return Object.fromEntries(Object.entries(rows).map(([header, phi]) => [withoutHostName(header), phi]));
  },
};

/** See `NodeGossip.schemaVersions`. Source: `StorageProxy.SchemaVersionsWithPort`. */
export const schemaVersionsQuery: Query<SchemaVersions> = {
  doing: 'tell schema versions',
  requests: [read('storageProxy', 'SchemaVersionsWithPort')],
  decode: (answers) => mapOf(answers.attribute(0, 'SchemaVersionsWithPort'), 'SchemaVersionsWithPort', texts),
};
