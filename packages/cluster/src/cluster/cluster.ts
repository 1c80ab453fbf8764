import { rm } from 'node:fs/promises';
import { type Clock, type Logger, OpsError, waitUntil } from '@ringside/core';
import { metOrThrow } from '../abort.ts';
import type { ClusterNode, WaitBounds } from '../node/node.ts';
import type { ClusterMode } from '../node/spec.ts';
import { releaseAddressBlock } from './address-block.ts';
import { assertPortsFree } from './port-owner.ts';
import { type PeerView, readPeerView } from './peer-view.ts';
import type { RingState } from './state.ts';

const ALL_UP_DEADLINE_MS = 120_000;
const SCHEMA_DEADLINE_MS = 60_000;
const POLL_MS = 50;

/** What a {@link Cluster} is made of. */
export interface ClusterInit {
  readonly directory: string;
  readonly state: RingState;
  readonly nodes: readonly ClusterNode[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** The claim on the addresses of a throwaway ring. */
  readonly claim?: string | undefined;
}

/**
 * A ring of real Cassandra nodes on this machine. Made by `createCluster`, found again by `openCluster`.
 */
export class Cluster {
  readonly name: string;
  readonly mode: ClusterMode;
  /** The ring's folder: state file and one folder a node. */
  readonly directory: string;
  readonly #init: ClusterInit;

  constructor(init: ClusterInit) {
    this.name = init.state.name;
    this.mode = init.state.settings.mode;
    this.directory = init.directory;
    this.#init = init;
  }

  /** The nodes in the order of their names. */
  get nodes(): readonly ClusterNode[] {
    return this.#init.nodes;
  }

  /** The addresses to give to a driver as contact points; all nodes use the port {@link nativePort}. */
  get contactPoints(): readonly string[] {
    return this.nodes.map(({ address }) => address);
  }

  /** The port of CQL on every node. */
  get nativePort(): number {
    return this.#init.state.settings.ports.native;
  }

  /** The datacenter of the first node. */
  get localDatacenter(): string {
    return this.node(0).datacenter;
  }

  /** The node at an index. @throws OpsError `NOT_FOUND` */
  node(index: number): ClusterNode {
    const node = this.nodes[index];
    if (node === undefined) throw new OpsError('NOT_FOUND', { message: `The ring has no node ${index + 1}; it has ${this.nodes.length}` });
    return node;
  }

  /**
   * Starts the nodes that are down, all at once, and waits until every node sees every node up and CQL is open everywhere.
   *
   * When one fails, those that were started are killed again, so that nothing is left half-up.
   *
   * @throws OpsError `ADDRESS_IN_USE`, `CASSANDRA_DIED`, `OPERATION_TIMED_OUT` or `ABORTED`
   */
  async start(bounds: WaitBounds = {}): Promise<void> {
    const pids = await Promise.all(this.nodes.map((node) => node.pid()));
    const down = this.nodes.filter((_, index) => pids[index] === undefined);
    await assertPortsFree(down.flatMap(portsOf));
    const failed = new AbortController();
    const signal = bounds.signal === undefined ? failed.signal : AbortSignal.any([bounds.signal, failed.signal]);
    try {
      await Promise.all(
        down.map((node) =>
          node.start({ ...bounds, signal }).catch((error: unknown) => {
            failed.abort();
            throw error;
          }),
        ),
      );
      await this.waitForAllUp(bounds);
    } catch (error) {
      await Promise.all(down.map((node) => node.kill()));
      throw error;
    }
  }

  /** Stops every node in order, one after the other's announcement. Nothing happens to a node that is down. */
  async stop(bounds: WaitBounds = {}): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop(bounds)));
  }

  /** Kills every node and removes the ring's folder, data included. */
  async destroy(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await rm(this.directory, { recursive: true, force: true });
    if (this.#init.claim !== undefined) await releaseAddressBlock(this.#init.claim);
  }

  /** {@link destroy}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
  }

  /**
   * Waits until every running node is in mode NORMAL, has CQL open, and sees exactly the ring's nodes as live and none as unreachable.
   *
   * @param bounds deadline 120 s unless told
   * @throws OpsError `OPERATION_TIMED_OUT` with what was missing, or `ABORTED`
   */
  async waitForAllUp({ deadlineMs = ALL_UP_DEADLINE_MS, signal }: WaitBounds = {}): Promise<void> {
    const probe = async (probeSignal: AbortSignal): Promise<true | undefined> => {
      const views = await this.#views(probeSignal);
      const lacking = views.find((view) => !this.#isComplete(view));
      if (lacking === undefined) return true;
      throw new Error(`${lacking.address} is ${lacking.operationMode} and sees ${lacking.live.length} of ${this.nodes.length} nodes up`);
    };
    const result = await waitUntil(probe, { clock: this.#init.clock, pollMs: POLL_MS, deadlineMs, signal });
    metOrThrow(result, `All ${this.nodes.length} nodes up`);
  }

  /**
   * Waits until every running node has the same schema version.
   *
   * @param bounds deadline 60 s unless told
   * @throws OpsError `OPERATION_TIMED_OUT` or `ABORTED`
   */
  async waitForSchemaAgreement({ deadlineMs = SCHEMA_DEADLINE_MS, signal }: WaitBounds = {}): Promise<void> {
    const probe = async (probeSignal: AbortSignal): Promise<true | undefined> => {
      const versions = new Set((await this.#views(probeSignal)).map(({ schemaVersion }) => schemaVersion));
      return versions.size === 1 ? true : undefined;
    };
    const result = await waitUntil(probe, { clock: this.#init.clock, pollMs: POLL_MS, deadlineMs, signal });
    metOrThrow(result, 'Schema agreement');
  }

  async #views(signal: AbortSignal): Promise<readonly PeerView[]> {
    return Promise.all(this.nodes.map((node) => readPeerView(node, signal)));
  }

  #isComplete(view: PeerView): boolean {
    return view.operationMode === 'NORMAL' && view.cqlOpen && view.unreachable.length === 0 && view.live.length === this.nodes.length;
  }
}

function portsOf(node: ClusterNode): { address: string; port: number }[] {
  return [node.nativePort, node.storagePort, node.jolokiaPort].map((port) => ({ address: node.address, port }));
}
