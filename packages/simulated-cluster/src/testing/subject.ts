import { keyspaceName, tableName } from '@ringside/model';
import type { ConnectedClient, NodeControl } from '@ringside/node-control';
import type { NodeControlSubject } from '@ringside/node-control/contract';
import { simulateCluster, type SimulatedCluster } from '../simulate-cluster.ts';
import type { SimulatedNode } from '../node.ts';

/** What the contract needs: a keyspace with a table that holds rows. */
export function contractCluster(): SimulatedCluster {
  const replication = { class: 'NetworkTopologyStrategy', dc1: '2' };
  const cluster = simulateCluster({ keyspaces: { orders: { replication, tables: ['events'] } } });
  cluster.write({ keyspace: 'orders', table: 'events', rows: 50 });
  return cluster;
}

const CLIENT: ConnectedClient = {
  address: '127.0.0.1',
  port: 40_000,
  username: 'anonymous',
  protocolVersion: 5,
  requestCount: 3,
  driverName: 'a driver',
  driverVersion: '1.0',
  keyspace: null,
  tls: null,
  options: null,
  authenticationMode: null,
  authenticationMetadata: null,
};

/** An `int` of 7, which each row of the contract is written under. */
const KEY = Uint8Array.from([0, 0, 0, 7]);

/** The contract's view of the first node of a cluster: the onlooker looks into the node itself. */
export function subjectOf(cluster: SimulatedCluster, controlOf: (node: SimulatedNode) => NodeControl): NodeControlSubject {
  const [node, peer] = cluster.nodes as readonly [SimulatedNode, SimulatedNode];
  const { address, storagePort, nativePort, datacenter, rack } = node;
  node.clients = [CLIENT];
  return {
    control: controlOf(node),
    nodes: cluster.nodes.length,
    address,
    storagePort,
    nativePort,
    datacenter,
    rack,
    keyspace: keyspaceName('orders'),
    table: tableName('events'),
    replicationFactor: 2,
    writeRow: async () => cluster.write({ keyspace: 'orders', table: 'events', rows: 50, key: KEY, through: peer.name }),
    writtenKey: async () => KEY,
    nativePortOpen: async () => node.servesClients,
    seenByPeer: async () => {
      await cluster.clock.advance(1_000);
      return (await peer.control.ring()).find((endpoint) => endpoint.address === address)?.status ?? '?';
    },
    tableFiles: async () => node.tableFiles('orders', 'events'),
    passTime: async () => cluster.clock.advance(5_000),
    snapshotFiles: async (tag) => (node.snapshots.some((each) => each.tag === tag) ? ['manifest.json'] : []),
  };
}
