import { nodeControlContract } from '../contract/node-control-contract.ts';
import { inMemoryNode } from './node.ts';
import { inMemoryControl } from './control.ts';

nodeControlContract('The node in memory', async () => {
  const node = inMemoryNode();
  const { address, storagePort, datacenter, rack } = node.status;
  node.streams = [];
  return {
    control: inMemoryControl(node),
    nodes: node.endpoints.length,
    address: address ?? '',
    storagePort: storagePort ?? 0,
    nativePort: 9042,
    datacenter: datacenter ?? '',
    rack: rack ?? '',
    keyspace: 'orders',
    table: 'events',
    replicationFactor: 3,
    writeRow: async () => {},
    nativePortOpen: async () => node.status.nativeTransportRunning,
    seenByPeer: async () => (node.status.gossipActive ? 'Up' : 'Down'),
    tableFiles: async () => node.files['events'] ?? [],
    snapshotFiles: async (tag) => (node.snapshots.some((each) => each.tag === tag) ? ['manifest.json'] : []),
  };
});
