import { errors } from '@ringside/core';
import { placeReplicas } from '@ringside/ring';
import { clusterRefusals } from './circumstances.ts';
import type { KnownCluster, KnownKeyspace, KnownMember } from './known-cluster.ts';
import { unknownKeyspace } from './levels.ts';

/** What {@link planRepair} is asked. */
export interface RepairQuestion {
  /** The cluster as it is known now. */
  readonly cluster: KnownCluster;
  /** The exact names of the keyspaces that are to be repaired. */
  readonly keyspaces: readonly string[];
}

/** In which order nodes can repair the ranges of which they are the first replica. */
export interface RepairPlan {
  /**
   * Nodes that can do so at the same time: their ranges have no replica in common, so no node compares data for two of them. Nodes that are the first replica of
   * nothing, or of what has no second one, are in none.
   */
  readonly batches: readonly (readonly string[])[];
  /** Why it cannot be done now, in sentences. */
  readonly refusals: readonly string[];
}

/**
 * Plans a repair of whole keyspaces. Deterministic: the same cluster gives the same batches.
 *
 * @throws {OpsError} NOT_FOUND for a keyspace that is not there, INVALID_ARGUMENT for one that no two nodes share
 */
export function planRepair({ cluster, keyspaces }: RepairQuestion): RepairPlan {
  const involved = involvedOf(keyspaces.flatMap((name) => requireShared(cluster, name)));
  const { compare } = new Intl.Collator('en', { numeric: true });
  const batches: { readonly nodes: string[]; readonly involved: Set<string> }[] = [];
  for (const [node, replicas] of [...involved].toSorted(([a], [b]) => compare(a, b))) {
    const free = batches.find((batch) => [...replicas].every((replica) => !batch.involved.has(replica)));
    if (free === undefined) batches.push({ nodes: [node], involved: new Set(replicas) });
    else {
      free.nodes.push(node);
      for (const replica of replicas) free.involved.add(replica);
    }
  }
  const needed = new Set(batches.flatMap((batch) => Array.from(batch.involved)));
  return { batches: batches.map(({ nodes }) => nodes), refusals: refusalsOf(cluster, needed) };
}

/** The exact names of the keyspaces of which two nodes have the same rows. */
export function repairableKeyspaces(cluster: KnownCluster): readonly string[] {
  return cluster.keyspaces.filter((keyspace) => sharedRanges(cluster, keyspace).length > 0).map(({ name }) => name);
}

/**
 * Why a node cannot repair its part of these keyspaces now, in sentences; empty where it can. Of a keyspace that is gone there is nothing to repair.
 *
 * @param node its endpoint, `address:port`
 */
export function whyNotRepair(node: string, { cluster, keyspaces }: RepairQuestion): readonly string[] {
  const there = cluster.keyspaces.filter(({ name }) => keyspaces.includes(name));
  const involved = involvedOf(there.flatMap((keyspace) => sharedRanges(cluster, keyspace)));
  return refusalsOf(cluster, involved.get(node) ?? new Set());
}

/** By node, all replicas of the ranges that it is the first replica of, itself among them. */
function involvedOf(ranges: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const involved = new Map<string, Set<string>>();
  for (const replicas of ranges) {
    const [first = ''] = replicas;
    const known = involved.get(first) ?? new Set();
    for (const replica of replicas) known.add(replica);
    involved.set(first, known);
  }
  return involved;
}

function requireShared(cluster: KnownCluster, name: string): readonly (readonly string[])[] {
  const keyspace = cluster.keyspaces.find((each) => each.name === name);
  if (keyspace === undefined) throw unknownKeyspace(`There is no keyspace ${name}`, name, cluster);
  const shared = sharedRanges(cluster, keyspace);
  if (shared.length > 0) return shared;
  throw errors.INVALID_ARGUMENT({
    message: `Keyspace ${name} has nothing to repair: no two nodes have the same rows of it`,
    remedy: 'Name keyspaces with more than one replica.',
  });
}

/** The replicas of each range that has more than one, in Cassandra's order. */
function sharedRanges({ topology }: KnownCluster, { strategy }: KnownKeyspace): readonly (readonly string[])[] {
  return placeReplicas(topology, strategy).flatMap(({ replicas }) => (replicas.length > 1 ? [replicas] : []));
}

/** What is the matter with the cluster, and with the nodes that have to take part. */
function refusalsOf(cluster: KnownCluster, needed: ReadonlySet<string>): readonly string[] {
  const missing = cluster.members.filter(({ id, liveness }) => needed.has(id) && liveness !== 'up').map((member) => downSentence(member));
  const known = new Set(cluster.members.map(({ id }) => id));
  const unknown = [...needed].filter((id) => !known.has(id)).map((id) => `${id} is not seen in the ring.`);
  return [...clusterRefusals({ ...cluster, operations: [] }).map(({ sentence }) => sentence), ...missing, ...unknown];
}

function downSentence({ id, said }: KnownMember): string {
  return `${id} is ${said}. A repair compares every replica, so all of them must be up.`;
}
