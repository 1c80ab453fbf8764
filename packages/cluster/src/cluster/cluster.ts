import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterMode, ClusterNode, NodeIdentity, WaitBounds } from '@ringside/cassandra-node';
import { assertStillMember, decommission } from '@ringside/cassandra-tools';
import { type Bounds, errors } from '@ringside/core';
import { releaseAddressBlock } from '@ringside/host';
import { healRing, wasPartitioned } from '../partition/partition.ts';
import type { StorageRelay } from '../relay/relay.ts';
import { type JoinPlace, planJoin, planReplacement, withNode, withoutNode, withReplacement } from './membership.ts';
import { type ClusterInit, RingRecord } from './record.ts';
import { joinNode, startableNodes, startDown, type Starting } from './start-nodes.ts';
import { STATE_FILE } from './state.ts';
import { isUpgraded, type NodeUpgrade, versionOf, withUpgrade } from './upgrade.ts';
import { type Waiting, waitForAllUp, waitForDown, waitForMissed, waitForSchemaAgreement, waitForUp } from './waits.ts';

/**
 * A ring of real Cassandra nodes on this machine. Made by `createCluster`, found again by `openCluster`.
 */
export class Cluster {
  /** The cluster's name, as its nodes and drivers know it. */
  readonly name: string;
  /** How it treats its data; fixed when it was made. */
  readonly mode: ClusterMode;
  /** The ring's folder: state file and one folder a node. */
  readonly directory: string;
  readonly #record: RingRecord;
  readonly #init: ClusterInit;

  private constructor(init: ClusterInit, record: RingRecord) {
    this.name = init.state.name;
    this.mode = init.state.settings.mode;
    this.directory = init.directory;
    this.#init = init;
    this.#record = record;
  }

  /** Makes the handles of a ring's nodes; starts nothing. */
  static async of(init: ClusterInit): Promise<Cluster> {
    return new Cluster(init, await RingRecord.of(init));
  }

  /** The nodes in the order in which they came. */
  get nodes(): readonly ClusterNode[] {
    return this.#record.nodes;
  }

  /** The addresses to give to a driver as contact points; all nodes use the port {@link nativePort}. */
  get contactPoints(): readonly string[] {
    return this.nodes.map(({ address }) => address);
  }

  /** The port of CQL on every node. */
  get nativePort(): number {
    return this.#record.state.settings.ports.native;
  }

  /** The port base that all ports follow from; see `portsFor`. */
  get portBase(): number {
    return this.#record.state.portBase;
  }

  /** The Cassandra that the nodes run; that of a node that was not upgraded yet, while an upgrade is going on. See {@link versionOf}. */
  get version(): string {
    return this.#record.state.cassandraVersion;
  }

  /** The Cassandra that one node runs from its last start through this ring on. */
  versionOf(node: ClusterNode): string {
    return versionOf(this.#record.state, node.name);
  }

  /** The datacenter of the first node. */
  get localDatacenter(): string {
    return this.node(0).datacenter;
  }

  /** The node at an index, from 0. @throws OpsError `NOT_FOUND` */
  node(index: number): ClusterNode {
    const node = this.nodes[index];
    if (node === undefined) throw errors.NOT_FOUND({ message: `The ring has no node ${index + 1}; it has ${this.nodes.length}` });
    return node;
  }

  /**
   * Starts the nodes that are down, all at once, and waits until every node sees every node up and CQL is open everywhere. A node that
   * runs is left as it is.
   *
   * When one fails, those that were started are killed again, so that nothing is left half-up.
   *
   * @param bounds getting Cassandra, where it is missing, does not count in its span: only signal and deadline end that
   * @throws OpsError `MEMORY_SHORT`, `DISK_FULL`, `ADDRESS_IN_USE`, `ADDRESS_MISSING`, `CASSANDRA_DIED`,
   * `OPERATION_TIMED_OUT`, those of `getCassandra`, or `ABORTED`
   */
  async start(bounds: WaitBounds = {}): Promise<void> {
    await this.#record.alone(bounds, {
      prepare: async (own) => {
        const down = await startableNodes(this.#record, this.#init.relay !== undefined);
        await this.#getCassandra(
          down.map((node) => this.versionOf(node)),
          own,
        );
        return down;
      },
      run: (down, shared) => startDown(down, shared, () => this.waitForAllUp(shared)),
    });
  }

  /** Stops every node in order, all at once. Nothing happens to a node that is down. */
  async stop(bounds: WaitBounds = {}): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop(bounds)));
  }

  /**
   * Kills every node and removes the ring, data included. Of a durable ring's folder only what is the ring's goes; the folder itself
   * goes when nothing else is in it.
   */
  async destroy(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    if (wasPartitioned(this.directory, this.nodes)) await healRing(this.directory);
    await this.#init.relay?.close();
    const own = [...this.nodes.map(({ paths }) => paths.root), join(this.directory, STATE_FILE)];
    const doomed = this.mode === 'throwaway' ? [this.directory] : own;
    await Promise.all(doomed.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })));
    await rmdir(this.directory).catch(() => undefined);
    if (this.#init.claim !== undefined) await releaseAddressBlock(this.#init.claim);
  }

  /** {@link destroy}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
  }

  /**
   * Adds a node to the running ring: it gets tokens of its own, streams what is now its data and joins. About 15 seconds.
   *
   * When it fails before it has joined, the ring is as it was before. Once it has joined, it stays, whatever happens to the wait for the
   * others: they count on its data.
   *
   * @param place where it shall stand; see {@link JoinPlace}
   * @returns the new node, up and seen by all
   * @throws OpsError `NOT_FOUND` and `INVALID_ARGUMENT` for a place that cannot be, or during an upgrade; else as {@link start} does
   */
  async addNode(place: JoinPlace = {}, bounds: WaitBounds = {}): Promise<ClusterNode> {
    return this.#record.alone(bounds, {
      prepare: async (own) => {
        const identity = planJoin(this.#record.state, place);
        await this.#getCassandra([this.version], own);
        return identity;
      },
      run: async (identity, shared) => {
        const node = await joinNode(this.#record, identity, withNode(this.#record.state, identity), this.#starting(shared));
        await this.waitForAllUp(shared);
        return node;
      },
    });
  }

  /** Says what {@link addNode} would start, and starts nothing. @throws OpsError `NOT_FOUND` or `INVALID_ARGUMENT` as {@link addNode} does */
  plannedNode(place: JoinPlace = {}): NodeIdentity {
    return planJoin(this.#record.state, place);
  }

  /**
   * Puts a new node in the place of a dead one: same rack, same tokens, another address. It streams the dead node's data from the
   * other replicas. The dead node's folder is removed when the new one has joined. About 25 seconds.
   *
   * When it fails before that, the ring is as it was before.
   *
   * @param dead a node that is down
   * @throws OpsError `INVALID_ARGUMENT` while it still runs, or when it has left the ring; else as {@link start} does
   */
  async replaceNode(dead: ClusterNode, bounds: WaitBounds = {}): Promise<ClusterNode> {
    return this.#record.alone(bounds, {
      prepare: async (own) => {
        await assertStillMember(dead, this.nodes);
        if ((await dead.pid()) !== undefined) {
          throw errors.INVALID_ARGUMENT({ message: `${dead.name} still runs`, remedy: 'Stop or kill it before it is replaced.' });
        }
        const identity = planReplacement(this.#record.state, dead.name);
        await this.#getCassandra([this.versionOf(dead)], own);
        return identity;
      },
      run: async (identity, shared) => {
        const state = withReplacement(this.#record.state, dead.name, identity);
        const node = await joinNode(this.#record, identity, state, this.#starting(shared));
        await rm(dead.paths.root, { recursive: true, force: true });
        await this.waitForAllUp(shared);
        return node;
      },
    });
  }

  /**
   * Says what {@link replaceNode} would start, also while the node still runs, and starts nothing.
   *
   * @throws OpsError `INVALID_ARGUMENT` for the only node, and for one that has left the ring
   */
  async plannedReplacement(dead: ClusterNode): Promise<NodeIdentity> {
    await assertStillMember(dead, this.nodes);
    return planReplacement(this.#record.state, dead.name);
  }

  /**
   * Takes a running node out of the ring for good: it streams its data to those who own it from then on, leaves, and is stopped. Its
   * folder is removed only when all others see the ring without it. Goes on where an interrupted call has stopped waiting. Of a node that has
   * left by other means, such as `nodetool decommission`, it removes what is left.
   *
   * @param force also when a keyspace is left with fewer nodes than replicas, as `system_distributed` is (3) by leaving a ring of three
   * @param bounds within one hour by default
   * @throws OpsError `INVALID_ARGUMENT` for the only node, `NODE_REFUSED` with Cassandra's reason, `OPERATION_TIMED_OUT`, `ABORTED`, those of `runNodetool`
   */
  async decommission(node: ClusterNode, force: boolean = false, bounds: WaitBounds = {}): Promise<void> {
    await this.#record.alone(bounds, {
      prepare: async () => {
        if (this.nodes.length > 1) return;
        throw errors.INVALID_ARGUMENT({ message: `${node.name} is the only node; nobody can take its data`, remedy: 'Add a node first.' });
      },
      run: async (_, shared) => {
        await decommission(this, node, { nodes: this.nodes, force, clock: this.#init.clock, ...shared });
        // First the state: a node that has left must not be started again.
        await this.#record.become(withoutNode(this.#record.state, node.name), this.#others(node));
        await node.stop({ signal: bounds.signal });
        await this.waitForAllUp({ signal: bounds.signal });
        await rm(node.paths.root, { recursive: true, force: true });
      },
    });
  }

  /**
   * Stops a node gracefully and starts it again with a newer Cassandra, with other settings, or both, over the data that it has: one step of a
   * rolling upgrade. Gets the new version first, so that the node is down for a restart only, and does not restart one that runs all of it
   * already. Take a snapshot before it: there is no way back to an older version once the new one has started.
   *
   * @returns the version that it runs now; the others see it up
   * @throws OpsError `INVALID_ARGUMENT` for an older version and on a throwaway ring, which keeps no data, `CONFIG_UNKNOWN_KEY` for a setting that the version does
   * not know, those of `getCassandra`; the node is then as it was. Else as {@link start} does: the node is then down, and the next start is
   * one of the new version
   */
  async upgradeNode(node: ClusterNode, upgrade: NodeUpgrade, bounds: WaitBounds = {}): Promise<string> {
    return this.#record.alone(bounds, {
      prepare: async (own) => {
        const state = withUpgrade(this.#record.state, node.name, upgrade);
        await this.#getCassandra([versionOf(state, node.name)], own);
        return state;
      },
      run: async (state, shared) => {
        if (await this.needsUpgrade(node, upgrade)) await node.drainAndStop(shared);
        await this.#record.become(state, this.nodes);
        await node.start(shared);
        await this.waitForUp(node, shared);
        return versionOf(state, node.name);
      },
    });
  }

  /** False for a node that runs with just what {@link upgradeNode} would start it with. @throws OpsError as {@link plannedUpgrade} does */
  async needsUpgrade(node: ClusterNode, upgrade: NodeUpgrade): Promise<boolean> {
    return !isUpgraded(this.#record.state, node.name, upgrade) || (await node.pid()) === undefined;
  }

  /** Says which version {@link upgradeNode} would start, and changes nothing. @throws OpsError as {@link upgradeNode} does before it begins */
  plannedUpgrade(node: ClusterNode, upgrade: NodeUpgrade): string {
    return versionOf(withUpgrade(this.#record.state, node.name, upgrade), node.name);
  }

  /**
   * Cuts nodes off from all others: packets between the two sides go nowhere. Clients still reach both. Other nodes see the cut as
   * down after some 10 to 20 seconds (φ 8). The ring must have been made with `partitionable`.
   *
   * @param nodes one side of the cut; replaces an earlier cut
   * @throws OpsError `INVALID_ARGUMENT` when the ring is not partitionable, or was made by another process
   */
  partition(...nodes: readonly ClusterNode[]): void {
    this.#relay().isolate(nodes.map(({ address }) => address));
  }

  /** Mends every cut; the nodes see each other again within a few seconds. */
  heal(): void {
    this.#relay().heal();
  }

  /**
   * Waits until every node is in mode NORMAL, has CQL open, and sees exactly the ring's nodes as live, each as it runs now, and none as
   * unreachable or joining.
   *
   * @param bounds within 120 s by default
   * @throws OpsError `CASSANDRA_DIED` as soon as a node does not run, `OPERATION_TIMED_OUT` with what was missing, or `ABORTED`
   */
  async waitForAllUp(bounds: WaitBounds = {}): Promise<void> {
    await waitForAllUp(this.nodes, this.#waiting(bounds));
  }

  /**
   * Waits until a node sees another one as down.
   *
   * @param observer whose view counts
   * @param bounds within 120 s by default
   * @throws OpsError `OPERATION_TIMED_OUT` or `ABORTED`
   */
  async waitForDown(observer: ClusterNode, down: ClusterNode, bounds: WaitBounds = {}): Promise<void> {
    await waitForDown(observer, down, this.#waiting(bounds));
  }

  /**
   * Waits until all other nodes see a node up, as it runs now: what they send to it fails before. Those that do not answer, because they are
   * down or paused, and those that are out of gossip have no say.
   *
   * @param bounds within 120 s by default
   * @throws OpsError `OPERATION_TIMED_OUT` naming one that does not see it, or `ABORTED`
   */
  async waitForUp(node: ClusterNode, bounds: WaitBounds = {}): Promise<void> {
    await waitForUp(node, this.#others(node), this.#waiting(bounds));
  }

  /**
   * Waits until all other nodes see a node as down: they still send to it before. Those that do not answer, or are out of gossip, have no
   * say. One that stopped in order has told them, and it takes a moment; one that was killed is missed after some 10 to 20 seconds (φ 8).
   *
   * @param bounds within 120 s by default
   * @throws OpsError `OPERATION_TIMED_OUT` naming one that still sees it up, or `ABORTED`
   */
  async waitForMissed(node: ClusterNode, bounds: WaitBounds = {}): Promise<void> {
    await waitForMissed(node, this.#others(node), this.#waiting(bounds));
  }

  /**
   * Waits until every node has the same schema version.
   *
   * @param bounds within 60 s by default
   * @throws OpsError `OPERATION_TIMED_OUT` or `ABORTED`
   */
  async waitForSchemaAgreement(bounds: WaitBounds = {}): Promise<void> {
    await waitForSchemaAgreement(this.nodes, this.#waiting(bounds));
  }

  async #getCassandra(versions: readonly string[], bounds: Bounds): Promise<void> {
    for (const version of new Set(versions)) await this.#init.prepareVersion(version, bounds);
  }

  #waiting(bounds: WaitBounds): Waiting {
    return { clock: this.#init.clock, ...bounds };
  }

  #starting(bounds: Bounds): Starting {
    return { bounds, relayed: this.#init.relay !== undefined };
  }

  #others({ name }: ClusterNode): readonly ClusterNode[] {
    return this.nodes.filter((node) => node.name !== name);
  }

  #relay(): StorageRelay {
    if (this.#init.relay !== undefined) return this.#init.relay;
    throw errors.INVALID_ARGUMENT({
      message: `${this.name} cannot be partitioned here`,
      remedy: 'Make a throwaway ring with `partitionable: true`, and cut it from the process that made it.',
    });
  }
}
