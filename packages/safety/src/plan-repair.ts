import { errors, nearest } from '@ringside/core';
import { isOnRing, placeReplicas } from '@ringside/ring';
import { clusterRefusals } from './circumstances.ts';
import type { KnownCluster, KnownKeyspace, KnownMember } from './known-cluster.ts';

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
export function planRepair(question: RepairQuestion): RepairPlan {
  const involved = involvedOf(question);
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
  return { batches: batches.map(({ nodes }) => nodes), refusals: refusalsOf(question.cluster, needed) };
}

/** The exact names of the keyspaces of which two nodes have the same rows. */
export function repairableKeyspaces(cluster: KnownCluster): readonly string[] {
  return cluster.keyspaces.map(({ name }) => name).filter((name) => sharedRanges(cluster, name).length > 0);
}

/** Why a node cannot repair its part of these keyspaces now, in sentences; empty where it can. */
export function whyNotRepair(node: string, question: RepairQuestion): readonly string[] {
  return refusalsOf(question.cluster, involvedOf(question).get(node) ?? new Set());
}

/** By node, all replicas of the ranges that it is the first replica of and that have a second one, itself among them. */
function involvedOf({ cluster, keyspaces }: RepairQuestion): ReadonlyMap<string, ReadonlySet<string>> {
  const involved = new Map<string, Set<string>>();
  for (const name of keyspaces) {
    const shared = sharedRanges(cluster, name);
    if (shared.length === 0)
      throw errors.INVALID_ARGUMENT({
        message: `Keyspace ${name} has nothing to repair: no two nodes have the same rows of it`,
        remedy: 'Name keyspaces with more than one replica.',
      });
    for (const replicas of shared) {
      const [first = ''] = replicas;
      involved.set(first, new Set([...(involved.get(first) ?? []), ...replicas]));
    }
  }
  return involved;
}

/** The replicas of each range that has more than one, in Cassandra's order. */
function sharedRanges({ topology, keyspaces }: KnownCluster, name: string): readonly (readonly string[])[] {
  const keyspace = keyspaces.find((each) => each.name === name);
  if (keyspace === undefined) throw noKeyspace(name, keyspaces);
  if (!isOnRing(keyspace.strategy)) return [];
  return placeReplicas(topology, keyspace.strategy).flatMap(({ replicas }) => (replicas.length > 1 ? [replicas] : []));
}

function noKeyspace(name: string, keyspaces: readonly KnownKeyspace[]): Error {
  const replicated = keyspaces.filter(({ strategy }) => isOnRing(strategy));
  const near = nearest(
    name,
    replicated.map((each) => each.name),
  );
  const remedy = near === undefined ? 'ringside status lists the replicated keyspaces.' : `Did you mean ${near}?`;
  return errors.NOT_FOUND({ message: `There is no keyspace ${name}`, remedy });
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
