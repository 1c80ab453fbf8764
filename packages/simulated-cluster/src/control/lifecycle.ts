import { nodeControlErrors, type NodeLifecycle, type NodeStatus } from '@ringside/node-control';
import { loadOf, type NodeState } from '../world/node-state.ts';
import { drain, setGossip, setNative } from '../world/processes.ts';
import { endpointOf, type World } from '../world/world.ts';
import { answerOf } from './call.ts';

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

function statusOf(world: World, node: NodeState): NodeStatus {
  const { identity, mode } = node;
  return {
    operationMode: mode,
    releaseVersion: world.releaseVersion,
    clusterName: world.clusterName,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    datacenter: identity.datacenter,
    rack: identity.rack,
    hostId: identity.hostId,
    address: identity.address,
    storagePort: identity.storagePort,
    tokens: mode === 'JOINING' ? [] : identity.tokens.map(String),
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
