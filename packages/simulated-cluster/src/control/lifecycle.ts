import { nodeControlErrors, type NodeIdentification, type NodeIdentity, type NodeLifecycle, type NodeStatus } from '@ringside/node-control';
import { loadOf, type NodeState } from '../world/node-state.ts';
import { drain, setGossip, setNative } from '../world/processes.ts';
import { endpointOf, type World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Who a simulated node says that it is. */
export function identificationRole(world: World, node: NodeState): NodeIdentification {
  return { identity: answerOf(world, node)('identity', () => identityOf(world, node)) };
}

/** Life of a simulated node. */
export function lifecycleRole(world: World, node: NodeState): NodeLifecycle {
  const answer = answerOf(world, node);
  return {
    status: answer('status', () => statusOf(world, node)),
    drain: answer('drain', () => drain(world, node)),
    startNativeTransport: answer('startNativeTransport', () => {
      if (node.mode === 'DRAINED') throw nodeControlErrors.NODE_REFUSED({ message: 'The node is drained' });
      setNative(world, node, true);
    }),
    stopNativeTransport: answer('stopNativeTransport', () => setNative(world, node, false)),
    startGossip: answer('startGossip', () => setGossip(world, node, true)),
    stopGossip: answer('stopGossip', () => {
      if (node.mode !== 'NORMAL') throw nodeControlErrors.NODE_REFUSED({ message: `The node is ${node.mode}, not NORMAL` });
      setGossip(world, node, false);
    }),
  };
}

function identityOf({ releaseVersion, clusterName }: World, { identity, mode }: NodeState): NodeIdentity {
  const { datacenter, rack, hostId, tokens } = identity;
  return {
    releaseVersion,
    clusterName,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    datacenter,
    rack,
    hostId,
    tokens: mode === 'JOINING' ? [] : tokens.map(String),
  };
}

function statusOf(world: World, node: NodeState): NodeStatus {
  const { identity, mode } = node;
  return {
    ...identityOf(world, node),
    operationMode: mode,
    address: identity.address,
    storagePort: identity.storagePort,
    gossipActive: node.gossipActive,
    nativeTransportRunning: node.nativeRunning,
    joined: mode !== 'STARTING' && mode !== 'JOINING',
    uptimeMs: world.nowMs - node.startedAtMs,
    loadBytes: loadOf(node),
    schemaVersion: node.schema.version,
    ...peersOf(world, node),
  };
}

type Peers = Pick<NodeStatus, 'liveNodes' | 'unreachableNodes' | 'joiningNodes' | 'leavingNodes' | 'movingNodes'>;

function peersOf(world: World, node: NodeState): Peers {
  const known = world.members
    .map((each) => ({ each, status: world.seen(node, each)?.status }))
    .filter(({ status }) => status !== undefined);
  const named = (wanted: (of: (typeof known)[number]) => boolean): string[] => known.filter(wanted).map(({ each }) => endpointOf(each));
  const up = ({ each }: (typeof known)[number]): boolean => world.liveness.verdict(node.identity.name, each.identity.name) === 'up';
  return {
    liveNodes: named(up),
    unreachableNodes: named((each) => !up(each)),
    joiningNodes: named(({ status }) => status === 'BOOT'),
    leavingNodes: named(({ status }) => status === 'LEAVING'),
    movingNodes: [],
  };
}
