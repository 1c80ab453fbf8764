import { errors } from '@ringside/core';
import { createManualClock, type ManualClock } from '@ringside/core/testing';
import type { Clock } from '@ringside/core';
import { SimulatedNode } from './node.ts';
import type { KeyspaceOptions, SimulateOptions } from './options.ts';
import { write, type WriteRequest } from './world/data.ts';
import { join, type Place } from './world/membership.ts';
import { createKeyspace, dropKeyspace } from './world/schema-changes.ts';
import type { KeyspaceWithTables } from './world/schema.ts';
import { type HistoryEntry, World } from './world/world.ts';

/** 2026-01-01: a fixed moment, so that a run does not depend on the day. */
const START_MS = Date.UTC(2026, 0, 1);

/** A whole cluster that is computed; made by {@link simulateCluster}. */
export class SimulatedCluster<Time extends Clock = ManualClock> {
  /** Its time. The one that it makes stands still until `clock.advance()`. */
  readonly clock: Time;
  readonly #world: World;
  readonly #nodes = new Map<string, SimulatedNode>();

  constructor(world: World, clock: Time) {
    this.#world = world;
    this.clock = clock;
    for (const [name, state] of world.nodes) this.#nodes.set(name, new SimulatedNode(world, state));
  }

  /** Every node that ever was one, in the order in which they were made. */
  get nodes(): readonly SimulatedNode[] {
    return [...this.#nodes.values()];
  }

  /** All that happened so far, in order; the older half of more than 200,000 entries is forgotten. */
  get history(): readonly HistoryEntry[] {
    this.#world.settle();
    return this.#world.history;
  }

  /**
   * The node of that name.
   *
   * @throws OpsError `INVALID_ARGUMENT` if there is none
   */
  node(name: string): SimulatedNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw errors.INVALID_ARGUMENT({ message: `There is no node ${name}` });
    return node;
  }

  /** Lets a node join: it takes over its ranges for a step, and is in service then. */
  addNode(place: Place): SimulatedNode {
    const state = join(this.#world, place);
    const node = new SimulatedNode(this.#world, state);
    this.#nodes.set(node.name, node);
    return node;
  }

  /** Loses what one node sends to another, in that direction only; the verdicts follow in time. */
  cut(from: string, to: string): void {
    this.#network((network) => network.cut(this.node(from).name, this.node(to).name));
  }

  /** Lets through again what one node sends to another. */
  mend(from: string, to: string): void {
    this.#network((network) => network.mend(this.node(from).name, this.node(to).name));
  }

  /** Cuts some nodes off from all others, in both directions. */
  isolate(names: readonly string[]): void {
    const inside = new Set(names.map((name) => this.node(name).name));
    const outside = [...this.#nodes.keys()].filter((name) => !inside.has(name));
    this.#network((network) => {
      for (const one of inside)
        for (const other of outside) {
          network.cut(one, other);
          network.cut(other, one);
        }
    });
  }

  /** Makes the network whole again. */
  heal(): void {
    this.#network((network) => network.heal());
  }

  /**
   * Makes a keyspace, or makes it anew. Nodes that do not hear the coordinator learn of it when they do.
   *
   * @param name the keyspace's exact name
   * @param through the coordinator; by default the first node that serves clients
   * @throws OpsError `CASSANDRA_UNAVAILABLE` without one
   */
  createKeyspace(name: string, options: KeyspaceOptions, through?: string): void {
    createKeyspace(this.#world, keyspaceOf(name, options), through);
  }

  /** Drops a keyspace; snapshots of its tables stay. */
  dropKeyspace(name: string, through?: string): void {
    dropKeyspace(this.#world, name, through);
  }

  /**
   * Writes rows: into memtables of the replicas that the coordinator reaches, and as hints for the others.
   *
   * @throws OpsError `CASSANDRA_UNAVAILABLE` without a coordinator, `NOT_FOUND` without such a table
   */
  write(request: WriteRequest): void {
    write(this.#world, request);
  }

  #network(change: (network: World['network']) => void): void {
    this.#world.settle();
    change(this.#world.network);
    this.#world.liveness.networkChanged();
  }
}

/**
 * Makes a cluster of nodes that are no nodes: every one up and in service, each behind the same ports as a real one and held to the same contract.
 * The same seed and the same calls give the same history.
 *
 * @example
 * ```ts
 * const cluster = simulateCluster({ datacenters: { dc1: 3 }, keyspaces: { orders: { replication: { class: 'SimpleStrategy', replication_factor: '3' } } } });
 * cluster.node('node3').kill();
 * await cluster.clock.advance(30_000);
 * (await cluster.node('node1').control.status()).unreachableNodes; // ['127.0.0.3:7000']
 * ```
 * @throws OpsError `INVALID_ARGUMENT` for a cluster without nodes or with more than 10,000
 */
export function simulateCluster(options?: SimulateOptions & { readonly clock?: undefined }): SimulatedCluster;
export function simulateCluster<Time extends Clock>(options: SimulateOptions & { readonly clock: Time }): SimulatedCluster<Time>;
export function simulateCluster(options: SimulateOptions = {}): SimulatedCluster<Clock> {
  const clock = options.clock ?? createManualClock(START_MS);
  const keyspaces = Object.entries(options.keyspaces ?? {}).map(([name, keyspace]) => keyspaceOf(name, keyspace));
  return new SimulatedCluster(new World(options, clock, keyspaces), clock);
}

function keyspaceOf(name: string, { replication, tables = [], partitionKeys = {} }: KeyspaceOptions): KeyspaceWithTables {
  return { name, system: false, replication, tables, partitionKeys };
}
