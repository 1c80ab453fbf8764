import { clusterRefusals, unknownOf, victimRefusals } from './circumstances.ts';
import type { KnownCluster, KnownMember, Levels } from './known-cluster.ts';
import { levelsOf } from './levels.ts';
import { livenessOf } from './plan-stop.ts';
import { rangeRefusals } from './range-refusals.ts';
import type { Refusal } from './refusal.ts';
import { type Requirement, requirementsOf } from './requirements.ts';

/** What {@link planBatches} is asked. */
export interface BatchQuestion {
  /** The cluster as it is known now. */
  readonly cluster: KnownCluster;
  /** Levels of keyspaces whose users need another one than `LOCAL_QUORUM`. */
  readonly levels?: Levels | undefined;
  /** How many nodes are stopped together at most: 1 for node by node. Default: whole racks, where that is safe. */
  readonly atMost?: number | undefined;
}

/** Nodes that can be restarted together, once those of the batches before are back. */
export interface Batch {
  /** Their datacenter. */
  readonly datacenter: string;
  /** Their rack: a batch never spans two. */
  readonly rack: string;
  /** Their ids. */
  readonly nodes: readonly string[];
  /** Why it is not wider, in one sentence. */
  readonly limit: string;
}

/** A node that cannot be stopped, not even alone. */
export interface RefusedNode {
  /** Its id. */
  readonly node: string;
  /** Why, in one sentence. */
  readonly sentence: string;
}

/** In which order nodes can be restarted. */
export interface BatchPlan {
  /** In the order in which they are to be restarted: by datacenter, rack and address. */
  readonly batches: readonly Batch[];
  /** Nodes that are in none of them. */
  readonly refused: readonly RefusedNode[];
  /** Why no node can be stopped at all now; then there are no batches. */
  readonly refusals: readonly Refusal[];
  /** What could not be looked at, in sentences. */
  readonly notChecked: readonly string[];
}

/**
 * In which order, and how many at a time, the nodes of a cluster can be restarted, by the rule of `planStop()`: every batch is allowed by it while all other
 * nodes are as they are now. Deterministic: the same cluster gives the same batches.
 *
 * @throws {OpsError} NOT_FOUND for a keyspace of a level that is not there
 */
export function planBatches({ cluster, levels = {}, atMost = Number.POSITIVE_INFINITY }: BatchQuestion): BatchPlan {
  const stopper = new Stopper(cluster, levels);
  const notChecked = unknownOf(cluster, cluster.members);
  const refusals = [...stopper.refusals(), ...clusterRefusals(cluster)];
  if (refusals.length > 0) return { batches: [], refused: [], refusals, notChecked };
  const batches: Batch[] = [];
  const refused: RefusedNode[] = [];
  const racks = racksOf(cluster.members);
  for (const [at, rack] of racks.entries()) {
    const next = racks[(at + 1) % racks.length]?.[0];
    const work = splitRack(rack, { stopper, cluster, atMost, next: racks.length > 1 ? next : undefined });
    batches.push(...work.batches);
    refused.push(...work.refused);
  }
  return { batches, refused, refusals: [], notChecked };
}

interface Circumstances {
  readonly stopper: Stopper;
  readonly cluster: KnownCluster;
  readonly atMost: number;
  /** The first node of the next rack, if there is one. */
  readonly next: KnownMember | undefined;
}

/** Takes as many nodes as are safe together, and again, until none is left. */
function splitRack(rack: readonly KnownMember[], circumstances: Circumstances): Pick<BatchPlan, 'batches' | 'refused'> {
  const { stopper, cluster } = circumstances;
  const batches: Batch[] = [];
  const refused = rack.flatMap((member) => {
    const sentence = victimRefusals(cluster, [member])[0]?.sentence ?? stopper.whyNot([member]);
    return sentence === undefined ? [] : [{ node: member.id, sentence }];
  });
  const isRefused = new Set(refused.map(({ node }) => node));
  for (let left = rack.filter(({ id }) => !isRefused.has(id)); left.length > 0;) {
    const nodes = stopper.widest(left, circumstances.atMost);
    const taken = new Set(nodes);
    left = left.filter((member) => !taken.has(member));
    batches.push(batchOf(nodes, left.at(0), circumstances));
  }
  return { batches, refused };
}

function batchOf(members: readonly KnownMember[], other: KnownMember | undefined, { stopper, atMost, next }: Circumstances): Batch {
  const [{ datacenter, rack } = { datacenter: '', rack: '' }] = members;
  const nodes = members.map(({ id }) => id);
  return { datacenter, rack, nodes, limit: limitOf() };

  function limitOf(): string {
    if (members.length >= atMost) return `No more than ${atMost} at a time.`;
    const extra = other ?? next;
    const whyNot = extra && stopper.whyNot([...members, extra]);
    if (whyNot !== undefined && extra !== undefined) return `With ${extra.id}: ${whyNot}`;
    return `It is all that is left of rack ${rack} in ${datacenter}, and a batch never spans two racks.`;
  }
}

/** The nodes of each rack, everything in order. */
function racksOf(members: readonly KnownMember[]): readonly (readonly KnownMember[])[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const racks = new Map<string, KnownMember[]>();
  for (const member of members.toSorted((a, b) => compare(a.datacenter, b.datacenter) || compare(a.rack, b.rack) || compare(a.id, b.id))) {
    const key = JSON.stringify([member.datacenter, member.rack]);
    const rack = racks.get(key);
    if (rack === undefined) racks.set(key, [member]);
    else rack.push(member);
  }
  return [...racks.values()];
}

/** Knows for each node which requirements lose a replica with it, so that nodes can be added to a batch one after the other. */
class Stopper {
  readonly #cluster: KnownCluster;
  readonly #members: ReadonlyMap<string, KnownMember>;
  readonly #requirements: readonly Requirement[];
  readonly #places: ReadonlyMap<string, number>;
  /** By place of the node, the requirements in which it counts and is alive. */
  readonly #losing: readonly number[][];
  /** By requirement, how many more of its replicas can be lost. */
  readonly #spare: readonly number[];

  constructor(cluster: KnownCluster, levels: Levels) {
    this.#cluster = cluster;
    this.#members = new Map(cluster.members.map((member) => [member.id, member]));
    const isAlive = livenessOf(cluster, this.#members);
    this.#requirements = requirementsOf(cluster, levelsOf(cluster, levels), isAlive).all;
    this.#places = new Map(cluster.topology.endpoints.map(({ id }, place) => [id, place]));
    this.#spare = this.#requirements.map(({ alive, demand }) => alive - demand.needed);
    this.#losing = cluster.topology.endpoints.map(() => []);
    for (const [index, { counted }] of this.#requirements.entries())
      for (const place of counted) if (isAlive(place)) this.#losing[place]?.push(index);
  }

  /** What is below its level before anything is stopped. */
  refusals(): readonly Refusal[] {
    return this.#refusals(new Map());
  }

  /** As many of these nodes as are safe together, taken in their order. */
  widest(members: readonly KnownMember[], atMost: number): readonly KnownMember[] {
    const lost = new Map<number, number>();
    const taken: KnownMember[] = [];
    for (const member of members) {
      if (taken.length >= atMost) break;
      const losing = this.#losingOf(member);
      if (losing.some((index) => (lost.get(index) ?? 0) >= (this.#spare[index] as number))) continue;
      for (const index of losing) lost.set(index, (lost.get(index) ?? 0) + 1);
      taken.push(member);
    }
    return taken;
  }

  /** Why these nodes cannot be stopped together; undefined where they can. */
  whyNot(members: readonly KnownMember[]): string | undefined {
    const lost = new Map<number, number>();
    for (const index of members.flatMap((member) => this.#losingOf(member))) lost.set(index, (lost.get(index) ?? 0) + 1);
    const fallen = [...lost].filter(([index, count]) => count > (this.#spare[index] as number));
    if (fallen.length === 0) return undefined;
    const [first] = fallen.toSorted(([a], [b]) => a - b);
    return this.#refusals(new Map(first && [first]), members)[0]?.sentence;
  }

  #losingOf({ id }: KnownMember): readonly number[] {
    return this.#losing[this.#places.get(id) ?? -1] ?? [];
  }

  /** @param lost how many replicas which requirements lose; the only ones that are looked at, or all where nothing is stopped */
  #refusals(lost: ReadonlyMap<number, number>, stopped: readonly KnownMember[] = []): readonly Refusal[] {
    const looked = lost.size === 0 ? this.#requirements : [...lost.keys()].map((index) => this.#requirements[index] as Requirement);
    const ids = new Set(stopped.filter(({ liveness }) => liveness === 'up').map(({ id }) => id));
    const isStopped = this.#cluster.topology.endpoints.map(({ id }) => ids.has(id));
    const spareOf = ({ counted, alive, demand }: Requirement): number =>
      alive - demand.needed - counted.filter((place) => isStopped[place] === true).length;
    return rangeRefusals({ topology: this.#cluster.topology, members: this.#members, requirements: looked, isStopped, spareOf });
  }
}
