import { GOSSIP_INTERVAL_MS } from '@ringside/gossip';
import { formatEndpoint } from '@ringside/model';
import type { GossipView, NodeGossip, SchemaVersions } from '@ringside/node-control';
import type { NodeState, Publication } from '../world/node-state.ts';
import { reaches } from '../world/reach.ts';
import { endpointOf, type World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** What a simulated node has heard of its peers. */
export function gossipRole(world: World, node: NodeState): NodeGossip {
  const answer = answerOf(world, node);
  const { name } = node.identity;
  return {
    gossip: answer('gossip', () => viewOf(world, node)),
    phi: answer('phi', () => {
      const peers = world.members.filter((each) => each !== node && world.seen(node, each) !== undefined);
      return Object.fromEntries(peers.map((each) => [endpointOf(each), world.liveness.phi(name, each.identity.name)]));
    }),
    schemaVersions: answer('schemaVersions', () => schemaVersions(world, node)),
  };
}

function viewOf(world: World, node: NodeState): GossipView {
  const entries = world.members.flatMap((each) => {
    const seen = world.seen(node, each);
    if (seen === undefined) return [];
    return [
      [`/${endpointOf(each)}`, stateOf(world, each, seen, world.liveness.heardAtMs(node.identity.name, each.identity.name))] as const,
    ];
  });
  return Object.fromEntries(entries);
}

/** The fields that Cassandra gossips, as it spells them. The heartbeat counts the seconds of a generation up to when it was last heard. */
function stateOf(world: World, { identity }: NodeState, seen: Publication, heardAtMs: number): Record<string, string> {
  const seconds = Math.max(1, Math.floor((heardAtMs - seen.generation * 1_000) / GOSSIP_INTERVAL_MS));
  return {
    generation: String(seen.generation),
    heartbeat: String(seconds),
    STATUS_WITH_PORT: seen.status === 'shutdown' ? 'shutdown,true' : `${seen.status},${identity.tokens[0] ?? ''}`,
    LOAD: `${seen.loadBytes}.0`,
    SCHEMA: seen.schemaVersion,
    DC: identity.datacenter,
    RACK: identity.rack,
    RELEASE_VERSION: world.releaseVersion,
    NET_VERSION: '12',
    HOST_ID: identity.hostId,
    NATIVE_ADDRESS_AND_PORT: formatEndpoint({ address: identity.address, port: identity.nativePort }),
    RPC_READY: String(seen.nativeReady),
    TOKENS: '<hidden>',
  };
}

/** Asks every member: those that do not answer are under `UNREACHABLE`. */
function schemaVersions(world: World, node: NodeState): SchemaVersions {
  const versions: Record<string, string[]> = {};
  for (const each of world.members) {
    const version = reaches(world, node, each) ? each.schema.version : 'UNREACHABLE';
    (versions[version] ??= []).push(each.identity.address);
  }
  return versions;
}
