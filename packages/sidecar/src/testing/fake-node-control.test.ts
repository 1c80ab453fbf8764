import { nodeControlContract } from '@ringside/node-control/contract';
import { fakeNode } from './fake-node.ts';
import { fakeNodeControl } from './fake-node-control.ts';

nodeControlContract('the fake of the sidecar’s tests', async () => {
  const node = fakeNode();
  const { address, storagePort, datacenter, rack } = node.status;
  node.streams = [];
  return {
    control: fakeNodeControl(node),
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
