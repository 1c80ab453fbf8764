import { keyspaceName, tableName } from '@ringside/model';
import type { NodeControlSubject } from '../contract/subject.ts';
import type { NodeControl } from '../node-control.ts';
import type { InMemoryNode } from '../in-memory/node.ts';

/** The contract's view of a node in memory that is controlled by `control`: the onlooker looks into the node itself. */
export function subjectOf(node: InMemoryNode, control: NodeControl): NodeControlSubject {
  const { address, storagePort, datacenter, rack } = node.status;
  return {
    control,
    nodes: node.endpoints.length,
    address: address ?? '',
    storagePort: storagePort ?? 0,
    nativePort: 9042,
    datacenter: datacenter ?? '',
    rack: rack ?? '',
    keyspace: keyspaceName('orders'),
    table: tableName('events'),
    replicationFactor: 3,
    writeRow: async () => {},
    nativePortOpen: async () => node.status.nativeTransportRunning,
    seenByPeer: async () => (node.status.gossipActive ? 'Up' : 'Down'),
    tableFiles: async () => node.files['events'] ?? [],
    snapshotFiles: async (tag) => (node.snapshots.some((each) => each.tag === tag) ? ['manifest.json'] : []),
  };
}
