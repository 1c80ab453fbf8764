import type { Clock } from '@ringside/core';
import { createRandom, EventQueue } from '@ringside/gossip/simulator';
import { formatEndpoint } from '@ringside/model';
import type { SimulateOptions } from '../options.ts';
import { type Identity, planIdentities } from './identity.ts';
import { Liveness, type VerdictChange } from './liveness.ts';
import { Network } from './network.ts';
import { loadOf, type NodeState, nodeState, type Publication, takeRows } from './node-state.ts';
import { firstSchema, type Schema } from './schema.ts';

/** Something that happened, in the order of time. */
export interface HistoryEntry {
  /** On the cluster's clock. */
  readonly atMs: number;
  /** To which node; for a verdict, who reached it. */
  readonly node: string;
  /** `killed`, `started`, `NORMAL`, `up`, `down`, `repair 1 succeeded`, … */
  readonly event: string;
  /** About whom, for a verdict. */
  readonly about?: string;
}

const MOST_HISTORY = 200_000;
const MOST_PUBLICATIONS = 32;

/** All nodes, and what goes on between them. Time passes when somebody looks: {@link World.settle} does what was due meanwhile. */
export class World {
  readonly clock: Clock;
  readonly clusterName: string;
  readonly releaseVersion: string;
  readonly stepMs: number;
  readonly random: () => number;
  readonly network: Network = new Network();
  readonly liveness: Liveness;
  readonly nodes: Map<string, NodeState> = new Map();
  readonly history: HistoryEntry[] = [];
  /** Counts changes of who is a member with which tokens. */
  membership: number = 0;
  schemaSequence: number = 1;
  readonly #queue = new EventQueue<() => void>();
  #nowMs: number;

  constructor(options: SimulateOptions, clock: Clock, keyspaces: Parameters<typeof firstSchema>[0]) {
    const { seed = 1, clusterName = 'simulated', releaseVersion = '5.0.9', stepMs = 5_000, phiConvictThreshold } = options;
    this.clock = clock;
    this.clusterName = clusterName;
    this.releaseVersion = releaseVersion;
    this.stepMs = stepMs;
    this.#nowMs = clock.nowMs();
    this.random = createRandom(seed);
    const heard = {
      nowMs: () => this.#nowMs,
      schedule: (atMs: number, act: () => void) => this.schedule(atMs, act),
      onChange: (change: VerdictChange) => this.#verdict(change),
      onHeard: (observer: string, endpoint: string) => this.#pullSchema(observer, endpoint),
    };
    this.liveness = new Liveness(heard, this.network, seed ^ 0x9e37_79b9, phiConvictThreshold);
    const schema = firstSchema(keyspaces);
    for (const identity of planIdentities(options)) this.admit(identity, schema);
  }

  /** The moment up to which everything has happened. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Nodes that have not left. */
  get members(): readonly NodeState[] {
    return [...this.nodes.values()].filter(({ mode }) => mode !== 'DECOMMISSIONED');
  }

  /** Does everything that was due by now, in order. */
  settle(): void {
    const untilMs = this.clock.nowMs();
    for (let atMs = this.#queue.nextAtMs; atMs !== undefined && atMs <= untilMs; atMs = this.#queue.nextAtMs) {
      this.#nowMs = Math.max(this.#nowMs, atMs);
      this.#queue.pop()?.();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** Has something done at a moment, at the next settling after it. */
  schedule(atMs: number, act: () => void): void {
    this.#queue.push(atMs, act);
  }

  /** Adds a node; `undefined` for a time leaves it out of what happened. */
  admit(identity: Identity, schema: Schema): NodeState {
    const node = nodeState(identity, schema, this.#nowMs);
    this.nodes.set(identity.name, node);
    this.liveness.add(identity.name);
    this.publish(node);
    this.membership += 1;
    return node;
  }

  /** Lets a node say what it is now. */
  publish(node: NodeState): void {
    const { generation, schema, nativeRunning: nativeReady } = node;
    const status = STATUS[node.mode] ?? (node.gossipActive ? 'NORMAL' : 'shutdown');
    const publication = { atMs: this.#nowMs, generation, status, schemaVersion: schema.version, loadBytes: loadOf(node), nativeReady };
    node.publications = [...node.publications.slice(1 - MOST_PUBLICATIONS), publication];
  }

  /** What one node last heard another say; undefined if it never heard of it. */
  seen(observer: NodeState, endpoint: NodeState): Publication | undefined {
    if (observer === endpoint) return endpoint.publications.at(-1);
    const heardAtMs = this.liveness.heardAtMs(observer.identity.name, endpoint.identity.name);
    return endpoint.publications.findLast(({ atMs }) => atMs <= heardAtMs) ?? endpoint.publications[0];
  }

  /** Notes what happened. */
  note(node: NodeState, event: string): void {
    this.#remember({ atMs: this.#nowMs, node: node.identity.name, event });
  }

  /** Who hears a node now and can be told by it, itself included. */
  audience(node: NodeState): readonly NodeState[] {
    return this.members.filter((each) => this.liveness.isHeard(each.identity.name, node.identity.name));
  }

  #verdict({ atMs, observer, endpoint, verdict }: VerdictChange): void {
    this.#remember({ atMs, node: observer, event: verdict, about: endpoint });
    const [from, to] = [this.nodes.get(observer), this.nodes.get(endpoint)];
    if (verdict === 'up' && from !== undefined && to !== undefined) this.#deliverHints(from, to);
  }

  #deliverHints(from: NodeState, to: NodeState): void {
    if (!from.hints.has(to.identity.name)) return;
    this.schedule(this.#nowMs + this.stepMs, () => {
      if (!from.running || this.liveness.verdict(from.identity.name, to.identity.name) !== 'up') return;
      for (const [table, rows] of from.hints.get(to.identity.name) ?? []) takeRows(to, table, rows);
      from.hints.delete(to.identity.name);
    });
  }

  #pullSchema(observer: string, endpoint: string): void {
    const [one, other] = [this.nodes.get(observer), this.nodes.get(endpoint)];
    if (one !== undefined && other !== undefined) this.takeSchema(one, other.schema);
  }

  /** Takes a version of the schema if it is newer. */
  takeSchema(node: NodeState, schema: Schema): void {
    if (!node.acceptsSchema || !node.running || schema.sequence <= node.schema.sequence) return;
    node.schema = schema;
    this.publish(node);
  }

  #remember(entry: HistoryEntry): void {
    if (this.history.length >= MOST_HISTORY) this.history.splice(0, MOST_HISTORY / 2);
    this.history.push(entry);
  }
}

/** What a node in a mode says of its status, where that is not `NORMAL`. */
const STATUS: Readonly<Record<string, string>> = {
  JOINING: 'BOOT',
  LEAVING: 'LEAVING',
  DECOMMISSIONED: 'LEFT',
  DRAINED: 'shutdown',
  DRAINING: 'shutdown',
};

/** `address:port` of a node, as peers name it. */
export function endpointOf({ identity: { address, storagePort } }: NodeState): string {
  return formatEndpoint({ address, port: storagePort });
}
