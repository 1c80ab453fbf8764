import { formatBytes } from '@ringside/core';
import type { KeyspaceName } from '@ringside/model';
import type { KeyspaceInfo, NodeRing, RingEndpoint, RingOptions } from '@ringside/node-control';
import { requireKeyspace } from '../world/data.ts';
import type { NodeState, Publication } from '../world/node-state.ts';
import { naturalRanges, ownedBy, pendingRanges } from '../world/placement.ts';
import { endpointOf, type World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** The ring as a simulated node sees it; replicas are placed as Cassandra does. */
export function ringRole(world: World, node: NodeState): NodeRing {
  const answer = answerOf(world, node);
  return {
    ring: answer('ring', ({ keyspace }: RingOptions = {}) => ringOf(world, node, keyspace)),
    keyspaces: answer('keyspaces', () => [...node.schema.keyspaces.values()]),
    rangeToEndpoints: answer('rangeToEndpoints', (name: KeyspaceName) => naturalRanges(world, requireKeyspace(node, name))),
    pendingRanges: answer('pendingRanges', (name: KeyspaceName) => pendingRanges(world, requireKeyspace(node, name))),
    effectiveOwnership: answer('effectiveOwnership', (name: KeyspaceName) => ownedBy(world, requireKeyspace(node, name))),
  };
}

function ringOf(world: World, node: NodeState, name?: KeyspaceName): readonly RingEndpoint[] {
  const keyspace = name === undefined ? commonKeyspace(node) : requireKeyspace(node, name);
  const owned = new Map(ownedBy(world, keyspace).map(({ endpoint, fraction }) => [endpoint, fraction]));
  return world.members.flatMap((each) => {
    const seen = world.seen(node, each);
    if (seen === undefined) return [];
    const shares = { ownership: owned.get(endpointOf(each)) ?? null, ownershipEffective: keyspace !== undefined };
    return [{ ...entryOf(world, each, seen), status: statusOf(world, node, each), ...shares }];
  });
}

/** A keyspace that stands for all of the users', if those replicate alike. */
function commonKeyspace({ schema }: NodeState): KeyspaceInfo | undefined {
  const [first, ...others] = [...schema.keyspaces.values()].filter(({ system }) => !system);
  const asFirst = JSON.stringify(first?.replication);
  return others.every(({ replication }) => JSON.stringify(replication) === asFirst) ? first : undefined;
}

function statusOf({ liveness }: World, node: NodeState, each: NodeState): RingEndpoint['status'] {
  return liveness.verdict(node.identity.name, each.identity.name) === 'up' ? 'Up' : 'Down';
}

type Entry = Omit<RingEndpoint, 'status' | 'ownership' | 'ownershipEffective'>;

function entryOf(world: World, { identity }: NodeState, seen: Publication): Entry {
  return {
    address: identity.address,
    port: identity.storagePort,
    nativeAddress: identity.address,
    nativePort: identity.nativePort,
    hostId: identity.hostId,
    datacenter: identity.datacenter,
    rack: identity.rack,
    tokens: identity.tokens.map(String),
    state: STATE[seen.status] ?? 'Normal',
    replacing: false,
    load: formatBytes(seen.loadBytes),
    loadBytes: seen.loadBytes,
    releaseVersion: world.releaseVersion,
    schemaVersion: seen.schemaVersion,
  };
}

const STATE: Readonly<Record<string, RingEndpoint['state']>> = { BOOT: 'Joining', LEAVING: 'Leaving' };
