import type { EndpointOwnership, KeyspaceInfo, RangeEndpoints } from '@ringside/node-control';
import {
  type Endpoint,
  firstTokenAt,
  ownership,
  parseReplication,
  placeReplicas,
  type ReplicatedRange,
  type Topology,
  topology,
} from '@ringside/ring';
import type { NodeState } from './node-state.ts';
import { endpointOf, type World } from './world.ts';

interface Rings {
  readonly membership: number;
  readonly now: Topology;
  /** Once everybody has joined or left. */
  readonly next: Topology;
  readonly placed: Map<string, readonly ReplicatedRange[]>;
}

const RINGS = new WeakMap<World, Rings>();

/** Natural replicas of each range. */
export function naturalRanges(world: World, keyspace: KeyspaceInfo): readonly RangeEndpoints[] {
  return placed(world, 'now', keyspace).map(({ range, replicas }) => shown(range, replicas));
}

/** Replicas-to-be of each range that is moving to somebody. */
export function pendingRanges(world: World, keyspace: KeyspaceInfo): readonly RangeEndpoints[] {
  if (!world.members.some(({ mode }) => mode === 'JOINING' || mode === 'LEAVING')) return [];
  const { now } = ringsOf(world);
  const before = placed(world, 'now', keyspace);
  return placed(world, 'next', keyspace).flatMap(({ range, replicas }) => {
    const natural = new Set(before[firstTokenAt(now, range.end)]?.replicas);
    const coming = replicas.filter((id) => !natural.has(id));
    return coming.length === 0 ? [] : [shown(range, coming)];
  });
}

/** The fraction of a keyspace's data that each node holds; without a keyspace, of the ring without replication. */
export function ownedBy(world: World, keyspace?: KeyspaceInfo): readonly EndpointOwnership[] {
  const strategy = keyspace === undefined ? undefined : parseReplication(keyspace.replication);
  return Array.from(ownership(ringsOf(world).now, strategy), ([endpoint, fraction]) => ({ endpoint, fraction }));
}

/** The replicas of one range that is drawn by a number in [0, 1), as `address:port`. */
export function replicasOfSome(world: World, keyspace: KeyspaceInfo, random: number): readonly string[] {
  const ranges = placed(world, 'now', keyspace);
  return ranges[Math.floor(random * ranges.length)]?.replicas ?? [];
}

/** The ring of all members, those that join or leave included: what a node must not take tokens from. */
export function takenRing(world: World): Topology {
  return topology(world.members.map(memberOf));
}

function shown({ start, end }: ReplicatedRange['range'], endpoints: readonly string[]): RangeEndpoints {
  return { start: String(start), end: String(end), endpoints };
}

function placed(world: World, when: 'now' | 'next', { replication }: KeyspaceInfo): readonly ReplicatedRange[] {
  const rings = ringsOf(world);
  const key = `${when} ${JSON.stringify(replication)}`;
  const known = rings.placed.get(key);
  if (known !== undefined) return known;
  const ranges = placeReplicas(rings[when], parseReplication(replication));
  rings.placed.set(key, ranges);
  return ranges;
}

function ringsOf(world: World): Rings {
  const { membership } = world;
  const known = RINGS.get(world);
  if (known?.membership === membership) return known;
  const rings = { membership, now: ringOf(world, 'JOINING'), next: ringOf(world, 'LEAVING'), placed: new Map() };
  RINGS.set(world, rings);
  return rings;
}

/** The ring of every member that is not in a mode. */
function ringOf({ members }: World, without: string): Topology {
  const owners = members.filter(({ mode }) => mode !== without);
  return topology(owners.map(memberOf));
}

function memberOf(node: NodeState): Endpoint {
  const { datacenter, rack, tokens } = node.identity;
  return { id: endpointOf(node), datacenter, rack, tokens };
}
