import { parseEndpoint, withoutHostName } from '@ringside/model';
import type { GossipView, NodeIdentity, NodeStatus, OperationMode } from '@ringside/node-control';
import { parseGossipStates } from '../parse/gossip-states.ts';
import type { Answers } from '../answers.ts';
import { read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, flag, member, optionalText, text, texts } from '../values.ts';

const MODES: ReadonlySet<string> = new Set<OperationMode>([
  'STARTING',
  'NORMAL',
  'JOINING',
  'JOINING_FAILED',
  'LEAVING',
  'DECOMMISSIONED',
  'DECOMMISSION_FAILED',
  'MOVING',
  'DRAINING',
  'DRAINED',
]);

/** Only the operation mode, for waits. Source: `StorageService.OperationMode`. */
export const operationModeQuery: Query<OperationMode> = {
  doing: 'tell its operation mode',
  requests: [read('storageService', 'OperationMode')],
  decode: (answers) => parseMode(answers.attribute(0, 'OperationMode')),
};

/** See `NodeIdentification.identity`. Source: `StorageService` and `EndpointSnitchInfo`. */
export const identityQuery: Query<NodeIdentity> = {
  doing: 'tell who it is',
  requests: [
    read('storageService', 'ClusterName', 'PartitionerName', 'ReleaseVersion'),
    read('storageService', 'LocalHostId'),
    read('storageService', 'Tokens'),
    read('snitch', 'Datacenter'),
    read('snitch', 'Rack'),
  ],
  decode: (answers) => ({
    releaseVersion: text(answers.attribute(0, 'ReleaseVersion'), 'ReleaseVersion'),
    clusterName: text(answers.attribute(0, 'ClusterName'), 'ClusterName'),
    partitioner: text(answers.attribute(0, 'PartitionerName'), 'PartitionerName'),
    datacenter: optionalMember(answers.optional(3), 'Datacenter'),
    rack: optionalMember(answers.optional(4), 'Rack'),
    hostId: optionalMember(answers.optional(1), 'LocalHostId'),
    tokens: tokensOf(answers, 2),
  }),
};

/**
 * See `NodeLifecycle.status`. What a starting node throws for is asked in a read of its own. Source: `StorageService`,
 * `EndpointSnitchInfo`, `FailureDetector.AllEndpointStatesWithPort`, the metric `Storage.Load` and the JVM's `Runtime.Uptime`.
 */
export const statusQuery: Query<NodeStatus> = {
  doing: 'tell its status',
  requests: [
    read(
      'storageService',
      'ClusterName',
      'GossipRunning',
      'Joined',
      'JoiningNodesWithPort',
      'LeavingNodesWithPort',
      'LiveNodesWithPort',
      'MovingNodesWithPort',
      'NativeTransportRunning',
      'OperationMode',
      'PartitionerName',
      'ReleaseVersion',
      'UnreachableNodesWithPort',
    ),
    read('storageService', 'LocalHostId'),
    read('storageService', 'Tokens'),
    read('storageService', 'SchemaVersion'),
    read('snitch', 'Datacenter'),
    read('snitch', 'Rack'),
    read('load', 'Count'),
    read('runtime', 'Uptime'),
    read('failureDetector', 'AllEndpointStatesWithPort'),
  ],
  decode: decodeStatus,
};

function decodeStatus(answers: Answers): NodeStatus {
  const of = (name: string): unknown => answers.attribute(0, name);
  const hostId = optionalMember(answers.optional(1), 'LocalHostId');
  const gossip = parseGossipStates(optionalMember(answers.optional(8), 'AllEndpointStatesWithPort') ?? '');
  const gone = endpointsThatLeft(gossip);
  const self = hostId === null ? null : endpointWithHostId(gossip, hostId);
  return {
    operationMode: parseMode(of('OperationMode')),
    releaseVersion: text(of('ReleaseVersion'), 'ReleaseVersion'),
    clusterName: text(of('ClusterName'), 'ClusterName'),
    partitioner: text(of('PartitionerName'), 'PartitionerName'),
    datacenter: optionalMember(answers.optional(4), 'Datacenter'),
    rack: optionalMember(answers.optional(5), 'Rack'),
    hostId,
    address: self?.address ?? null,
    storagePort: self?.port ?? null,
    tokens: tokensOf(answers, 2),
    gossipActive: flag(of('GossipRunning'), 'GossipRunning'),
    nativeTransportRunning: flag(of('NativeTransportRunning'), 'NativeTransportRunning'),
    joined: flag(of('Joined'), 'Joined'),
    uptimeMs: count(answers.attribute(7, 'Uptime'), 'Uptime'),
    loadBytes: answers.optional(6) === undefined ? 0 : count(answers.attribute(6, 'Count'), 'Load'),
    schemaVersion: optionalMember(answers.optional(3), 'SchemaVersion'),
    liveNodes: texts(of('LiveNodesWithPort'), 'LiveNodesWithPort'),
    unreachableNodes: texts(of('UnreachableNodesWithPort'), 'UnreachableNodesWithPort').filter((node) => !gone.has(node)),
    joiningNodes: texts(of('JoiningNodesWithPort'), 'JoiningNodesWithPort'),
    leavingNodes: texts(of('LeavingNodesWithPort'), 'LeavingNodesWithPort'),
    movingNodes: texts(of('MovingNodesWithPort'), 'MovingNodesWithPort'),
  };
}

/** A node that has not joined has none to tell. */
function tokensOf(answers: Answers, index: number): readonly string[] {
  return answers.optional(index) === undefined ? [] : texts(answers.attribute(index, 'Tokens'), 'Tokens');
}

function parseMode(value: unknown): OperationMode {
  const mode = text(value, 'OperationMode');
  return MODES.has(mode) ? (mode as OperationMode) : 'UNKNOWN';
}

function optionalMember(value: unknown, key: string): string | null {
  return value === undefined ? null : optionalText(member(value, key));
}

/** A joining node is in its own gossip states before it is among the hosts of the ring. */
function endpointWithHostId(gossip: GossipView, hostId: string): { address: string; port: number | null } | null {
  const header = Object.keys(gossip).find((candidate) => gossip[candidate]?.['HOST_ID'] === hostId);
  return header === undefined ? null : parseEndpoint(header);
}

/** Gossip keeps who has left for three days, and takes them for down when their process ends: `VersionedValue.STATUS_LEFT`, `REMOVED_TOKEN`. */
function endpointsThatLeft(gossip: GossipView): ReadonlySet<string> {
  const left = Object.entries(gossip).filter(([, fields]) =>
    /^(?:LEFT|removed),/.test(fields['STATUS_WITH_PORT'] ?? fields['STATUS'] ?? ''),
  );
  return new Set(left.map(([header]) => withoutHostName(header)));
}
