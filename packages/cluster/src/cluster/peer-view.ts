import type { ClusterNode } from '../node/node.ts';

/** What one node says of itself and of its peers. */
export interface PeerView {
  readonly address: string;
  readonly operationMode: string;
  readonly cqlOpen: boolean;
  readonly live: readonly string[];
  readonly unreachable: readonly string[];
  readonly schemaVersion: string;
}

const STORAGE_SERVICE = 'org.apache.cassandra.db:type=StorageService';
const ATTRIBUTES = ['OperationMode', 'NativeTransportRunning', 'LiveNodesWithPort', 'UnreachableNodesWithPort', 'SchemaVersion'];

/** Asks a node, in one request. Rejects when it does not answer. */
export async function readPeerView(node: ClusterNode, signal: AbortSignal): Promise<PeerView> {
  const response = await fetch(node.jolokiaUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`ringside:${node.jolokiaSecret}`).toString('base64')}` },
    body: JSON.stringify([{ type: 'read', mbean: STORAGE_SERVICE, attribute: ATTRIBUTES }]),
    signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
  });
  if (!response.ok) throw new Error(`${node.name}: HTTP ${response.status}`);
  const [{ value }] = (await response.json()) as [{ value: Record<string, unknown> }];
  return {
    address: node.address,
    operationMode: String(value['OperationMode']),
    cqlOpen: value['NativeTransportRunning'] === true,
    live: value['LiveNodesWithPort'] as string[],
    unreachable: value['UnreachableNodesWithPort'] as string[],
    schemaVersion: String(value['SchemaVersion']),
  };
}
