import { join } from 'node:path';
import type { ClusterNode, NodeIdentity, WaitBounds } from '@ringside/cassandra-node';
import { type Bounds, boundsWithin, type Clock, errors, spanOrDefault } from '@ringside/core';
import { exclusively } from '@ringside/host';
import type { StorageRelay } from '../relay/relay.ts';
import { type RingState, readState, writeState } from './state.ts';

const LOCK_LIMIT_MS = 240_000;

/** What a ring is made of. */
export interface ClusterInit {
  readonly directory: string;
  readonly state: RingState;
  readonly clock: Clock;
  /** Makes the handle of a node of the state. */
  readonly nodeOf: (identity: NodeIdentity, state: RingState) => Promise<ClusterNode>;
  /** Gets a version of Cassandra and what its nodes are started with, so that no node has to wait for it while it is down. */
  readonly prepareVersion: (version: string, bounds: Bounds) => Promise<void>;
  /** Stands in front of the nodes of a partitionable ring, in the process that made it. */
  readonly relay?: StorageRelay | undefined;
  /** The claim on the addresses of a throwaway ring, in the process that made it. */
  readonly claim?: string | undefined;
}

/** A change of a ring: what it needs, and what it does. */
export interface RingWork<Needed, Result> {
  /** Gets what the work needs, such as a version of Cassandra. That takes as long as the network does, so only the caller's signal and deadline end it. */
  readonly prepare: (bounds: Bounds) => Promise<Needed>;
  /** Its steps share one deadline. */
  readonly run: (needed: Needed, shared: Bounds) => Promise<Result>;
}

/**
 * A ring as its folder tells it, and the handles of its nodes. Any number of launchers may have a record of the same ring; they meet in its folder, and
 * change it one after the other.
 */
export class RingRecord {
  readonly #init: ClusterInit;
  #state: RingState;
  #nodes: readonly ClusterNode[];

  private constructor(init: ClusterInit, nodes: readonly ClusterNode[]) {
    this.#init = init;
    this.#state = init.state;
    this.#nodes = nodes;
  }

  /** Makes the handles of a ring's nodes; starts nothing. */
  static async of(init: ClusterInit): Promise<RingRecord> {
    const nodes = await Promise.all(init.state.nodes.map((identity) => init.nodeOf(identity, init.state)));
    return new RingRecord(init, nodes);
  }

  /** The ring's folder. */
  get directory(): string {
    return this.#init.directory;
  }

  /** As it was read or written last. */
  get state(): RingState {
    return this.#state;
  }

  /** The nodes in the order in which they came. */
  get nodes(): readonly ClusterNode[] {
    return this.#nodes;
  }

  /** Makes the handle of a node of a state that is not this record's yet. */
  async nodeOf(identity: NodeIdentity, state: RingState): Promise<ClusterNode> {
    return this.#init.nodeOf(identity, state);
  }

  /** Writes a state into the ring's folder, then takes it over with the handles of its nodes. */
  async become(state: RingState, nodes: readonly ClusterNode[]): Promise<void> {
    await writeState(this.directory, state);
    this.#state = state;
    this.#nodes = nodes;
  }

  /**
   * Does a work that no other launcher may disturb, on the ring as its folder tells it now: another one may have changed it. The wait for the lock and
   * the steps of the work share one span, which stands still while the work is prepared.
   *
   * @throws OpsError `NOT_FOUND` when the ring was removed, those of `exclusively`, and what the work throws
   */
  async alone<Needed, Result>({ withinMs, ...bounds }: WaitBounds, { prepare, run }: RingWork<Needed, Result>): Promise<Result> {
    const { clock } = this.#init;
    const begunMs = clock.monotonicMs();
    const work = async (): Promise<Result> => {
      const restMs = withinMs === undefined ? undefined : Math.max(0, withinMs - (clock.monotonicMs() - begunMs));
      await this.#readAgain();
      const needed = await prepare(bounds);
      return run(needed, boundsWithin(clock, restMs, bounds));
    };
    const limitMs = spanOrDefault(LOCK_LIMIT_MS, { withinMs, ...bounds });
    return exclusively(join(this.directory, 'start.lock'), work, { clock, withinMs: limitMs, ...bounds });
  }

  async #readAgain(): Promise<void> {
    const state = await readState(this.directory);
    if (state === undefined)
      throw errors.NOT_FOUND({ message: `There is no ring in ${this.directory} any more`, remedy: 'It was removed: create another one.' });
    const known = new Map(this.#nodes.map((node) => [node.name, node]));
    this.#nodes = await Promise.all(state.nodes.map(async (identity) => known.get(identity.name) ?? this.nodeOf(identity, state)));
    this.#state = state;
  }
}
