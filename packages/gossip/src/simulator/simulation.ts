import { errors } from '@ringside/core';

import type { ApplicationState } from '../application-state.ts';
import { maxVersion } from '../endpoint-state.ts';
import type { FailureDetectorOptions } from '../failure-detector/failure-detector.ts';
import { GOSSIP_INTERVAL_MS } from '../failure-detector/arrival-window.ts';
import { Gossiper, type GossipEvent } from '../gossiper.ts';
import { nextGeneration } from '../heartbeat.ts';
import type { GossipMessage, Outgoing } from '../messages.ts';
import type { Random } from '../targets.ts';
import { EventQueue } from './event-queue.ts';
import { InvariantWatch, type Violation } from './invariants.ts';
import { Network, type NetworkOptions } from './network.ts';
import { createRandom } from './random.ts';

/** What to simulate. */
export interface SimulationOptions extends NetworkOptions {
  /** How many nodes, named `n1`, `n2`, …; at least 1. */
  readonly nodes: number;
  /** Decides everything that is left to chance; the same seed gives the same run. */
  readonly seed: number;
  /** How many of the nodes, the first ones, are seeds. Default 3, or all when there are fewer. */
  readonly seeds?: number;
  /** Of every node. Default: Cassandra's values. */
  readonly failureDetector?: FailureDetectorOptions;
  /** Looks at, and may replace or swallow, every message on its way: to plant faults. */
  readonly tamper?: (message: GossipMessage, from: string, to: string) => GossipMessage | undefined;
}

/** A change in one node's view. */
export interface SimulationEvent extends GossipEvent {
  /** The node whose view changed. */
  readonly observer: string;
}

/** How many messages were sent, by kind, and how many of all were lost. */
export interface MessageCounts {
  /** By kind, lost ones included. */
  readonly sent: Readonly<Record<GossipMessage['kind'], number>>;
  /** By chance, to a partition, to `tamper`, or because the receiver did not run when they arrived. */
  readonly lost: number;
}

type Happening =
  | { readonly kind: 'tick'; readonly node: string; readonly life: number }
  | { readonly kind: 'arrival'; readonly from: string; readonly to: string; readonly message: GossipMessage };

interface SimulatedNode {
  readonly name: string;
  readonly phaseMs: number;
  gossiper: Gossiper;
  running: boolean;
  life: number;
}

/** 2023-11-14T22:13:20Z: a fixed moment, so that runs do not depend on the day. */
const EPOCH_MS = 1_700_000_000_000;
const MAX_NODES = 10_000;

/**
 * A cluster of nodes that gossip over a simulated network in simulated time. Each node runs the very {@link Gossiper} that is
 * checked against Cassandra's rules, and beats once a second at a phase of its own. Same options, same calls: same run.
 *
 * @example
 * ```ts
 * const simulation = new Simulation({ nodes: 10, seed: 1 });
 * simulation.advance(10_000);
 * simulation.view('n1').live.length; // 9
 * ```
 * @throws OpsError INVALID_ARGUMENT when `nodes` is not an integer from 1 to 10,000
 */
export class Simulation {
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #network: Network;
  readonly #queue = new EventQueue<Happening>();
  readonly #nodes = new Map<string, SimulatedNode>();
  readonly #watch = new InvariantWatch();
  readonly #events: SimulationEvent[] = [];
  readonly #sent = { syn: 0, ack: 0, ack2: 0, echoRequest: 0, echoReply: 0, shutdown: 0 };
  #lost = 0;
  #elapsedMs = 0;

  constructor(options: SimulationOptions) {
    if (!Number.isInteger(options.nodes) || options.nodes < 1 || options.nodes > MAX_NODES)
      throw errors.INVALID_ARGUMENT({
        message: `A simulation needs 1 to ${MAX_NODES} nodes, not ${options.nodes}`,
      });
    this.#options = options;
    this.#random = createRandom(options.seed);
    this.#network = new Network(options, this.#random);
    for (let index = 1; index <= options.nodes; index++) this.#create(`n${index}`);
  }

  /** Simulated time since the start, milliseconds. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** The names of all nodes, running or not. */
  get names(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  /** The names of the nodes that run. */
  get running(): readonly string[] {
    return this.names.filter((name) => this.#node(name).running);
  }

  /** All changes in all views so far, in the order they happened. `atMs` counts from the start. */
  get events(): readonly SimulationEvent[] {
    return this.#events;
  }

  /** Rules broken so far; empty in a run without planted faults. */
  get violations(): readonly Violation[] {
    return this.#watch.violations;
  }

  /** What was sent and lost so far. */
  get messages(): MessageCounts {
    return { sent: { ...this.#sent }, lost: this.#lost };
  }

  /** Lets simulated time pass. */
  advance(durationMs: number): void {
    const untilMs = this.#elapsedMs + durationMs;
    for (let atMs = this.#queue.nextAtMs; atMs !== undefined && atMs <= untilMs; atMs = this.#queue.nextAtMs) {
      this.#elapsedMs = atMs;
      const happening = this.#queue.pop();
      if (happening !== undefined) this.#happen(happening);
    }
    this.#elapsedMs = untilMs;
  }

  /** A node's view of the cluster: live and unreachable endpoints, states, φ. For reading only. */
  view(name: string): Pick<Gossiper, 'states' | 'live' | 'unreachable' | 'liveness'> & { phi(endpoint: string): number } {
    const { gossiper } = this.#node(name);
    return {
      states: gossiper.states,
      live: gossiper.live,
      unreachable: gossiper.unreachable,
      liveness: (endpoint) => gossiper.liveness(endpoint),
      phi: (endpoint) => gossiper.failureDetector.phi(endpoint, this.#nowMs),
    };
  }

  /** Lets a node say something about itself; returns the version it got. */
  publish(name: string, state: ApplicationState, value: string): number {
    const { gossiper } = this.#node(name);
    const version = gossiper.publish(state, value);
    this.#watch.recordOwn(name, gossiper.ownState);
    return version;
  }

  /** Stops a node without a word, like kill -9. What is on its way to it is lost. */
  kill(name: string): void {
    const node = this.#node(name);
    node.running = false;
    node.life += 1;
  }

  /** Starts a node that was killed: a new generation, nothing known but the addresses of the peers it knew. */
  restart(name: string): void {
    const node = this.#node(name);
    if (node.running) return;
    const known = node.gossiper.states.keys();
    node.gossiper = this.#gossiper(name, node.gossiper.ownState.heartBeat.generation);
    for (const peer of known) node.gossiper.remember(peer);
    node.running = true;
    this.#watch.forget(name);
    this.#watch.recordOwn(name, node.gossiper.ownState);
    this.#scheduleTick(node, this.#elapsedMs + node.phaseMs);
  }

  /** Cuts the network into groups; see `Network.partition()`. */
  partition(groups: readonly (readonly string[])[]): void {
    this.#network.partition(groups);
  }

  /** Makes the network whole again. */
  heal(): void {
    this.#network.heal();
  }

  /** How many running nodes know an endpoint's history at least as far as a version of its present generation. */
  informedCount(endpoint: string, version: number): number {
    const { generation } = this.#node(endpoint).gossiper.ownState.heartBeat;
    return this.running.filter((name) => {
      const state = this.#node(name).gossiper.states.get(endpoint);
      return state?.heartBeat.generation === generation && maxVersion(state) >= version;
    }).length;
  }

  /** Whether every running node holds exactly the other running nodes for live. */
  isSettled(): boolean {
    const { running } = this;
    return running.every((name) => {
      const { gossiper } = this.#node(name);
      return gossiper.live.length === running.length - 1 && running.every((other) => gossiper.liveness(other) === 'up');
    });
  }

  get #nowMs(): number {
    return EPOCH_MS + this.#elapsedMs;
  }

  #create(name: string): void {
    const phaseMs = this.#random() * GOSSIP_INTERVAL_MS;
    const node = { name, phaseMs, gossiper: this.#gossiper(name), running: true, life: 0 };
    this.#nodes.set(name, node);
    this.#watch.recordOwn(name, node.gossiper.ownState);
    this.#scheduleTick(node, phaseMs);
  }

  #gossiper(name: string, storedGeneration?: number): Gossiper {
    const { nodes, seeds = 3, failureDetector } = this.#options;
    return new Gossiper({
      self: name,
      clusterName: 'simulation',
      seeds: Array.from({ length: Math.min(seeds, nodes) }, (_, index) => `n${index + 1}`),
      generation: nextGeneration(this.#nowMs, storedGeneration),
      startedAtMs: this.#nowMs,
      ...(failureDetector === undefined ? {} : { failureDetector }),
      onEvent: (event) => this.#events.push({ ...event, atMs: event.atMs - EPOCH_MS, observer: name }),
    });
  }

  #happen(happening: Happening): void {
    if (happening.kind === 'tick') this.#tick(this.#node(happening.node), happening.life);
    else this.#arrive(happening.from, this.#node(happening.to), happening.message);
  }

  #tick(node: SimulatedNode, life: number): void {
    if (node.life !== life) return;
    const outgoing = node.gossiper.tick(this.#nowMs, this.#random);
    this.#watch.recordOwn(node.name, node.gossiper.ownState);
    this.#send(node, outgoing);
    this.#scheduleTick(node, this.#elapsedMs + GOSSIP_INTERVAL_MS);
  }

  #arrive(from: string, node: SimulatedNode, message: GossipMessage): void {
    if (!node.running) {
      this.#lost += 1;
      return;
    }
    this.#send(node, node.gossiper.receive(from, message, this.#nowMs));
    if (message.kind === 'ack' || message.kind === 'ack2') this.#watch.check(node.name, node.gossiper.states, this.#elapsedMs);
  }

  #send(node: SimulatedNode, outgoing: readonly Outgoing[]): void {
    for (const { to, message } of outgoing) {
      this.#sent[message.kind] += 1;
      const passed = this.#options.tamper ? this.#options.tamper(message, node.name, to) : message;
      const delivery = this.#network.send(node.name, to);
      if (passed === undefined || 'lostTo' in delivery) this.#lost += 1;
      else this.#queue.push(this.#elapsedMs + delivery.delayMs, { kind: 'arrival', from: node.name, to, message: passed });
    }
  }

  #scheduleTick(node: SimulatedNode, atMs: number): void {
    this.#queue.push(atMs, { kind: 'tick', node: node.name, life: node.life });
  }

  #node(name: string): SimulatedNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw errors.INVALID_ARGUMENT({ message: `There is no node "${name}"` });
    return node;
  }
}
