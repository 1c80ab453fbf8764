import { type ApplicationState, statusOf, statusRow } from './application-state.ts';
import { answerRequests, examineDigests, makeDigests } from './digest.ts';
import {
  endpointState,
  type EndpointState,
  type EndpointStates,
  maxVersion,
  withApplicationState,
  withHeartBeat,
} from './endpoint-state.ts';
import { FailureDetector, type FailureDetectorOptions } from './failure-detector/failure-detector.ts';
import { emptyHeartBeat, HIGHEST_VERSION } from './heartbeat.ts';
import type { Liveness } from './liveness.ts';
import { Membership } from './membership.ts';
import { mergeEndpointState } from './merge.ts';
import type { AckMessage, GossipMessage, Outgoing, ShutdownMessage, SynMessage } from './messages.ts';
import { chooseTargets, type Random } from './targets.ts';

/** What changed in a node's view of an endpoint. */
export type GossipEventKind = 'joined' | 'restarted' | 'updated' | 'generationTooFar' | 'up' | 'down';

/** One change in a node's view. */
export interface GossipEvent {
  /** `up` and `down` change who is alive; all others tell what became of a state that came in, see `MergeOutcome`. */
  readonly kind: GossipEventKind;
  /** The endpoint that changed in the node's eyes; never the node itself. */
  readonly endpoint: string;
  /** The `nowMs` of the call that made the change: milliseconds since the epoch; of a simulation, since its start. */
  readonly atMs: number;
}

/** Who a node is and how it gossips. */
export interface GossiperOptions {
  /** The node's own name, unique in the cluster; peers know it by this, as `address:port` in Cassandra. */
  readonly self: string;
  /** Must be the same on all nodes: a SYN with another is dropped (`GossipDigestSynVerbHandler`). */
  readonly clusterName: string;
  /** Class name, compared only where both sides give one: a SYN with another is dropped. Default: not sent and not compared. */
  readonly partitioner?: string;
  /** Endpoints tried when nothing else is known; the node itself may be among them and is left out. */
  readonly seeds: readonly string[];
  /** Seconds since the epoch; see `nextGeneration`. */
  readonly generation: number;
  /** When the node starts, milliseconds. */
  readonly startedAtMs: number;
  /** How long silence is tolerated. Default: Cassandra's values. */
  readonly failureDetector?: FailureDetectorOptions;
  /** Called at once, inside the method that made the change. */
  readonly onEvent?: (event: GossipEvent) => void;
}

/**
 * One node's part in gossip: what it knows, whom it holds for up, and what it answers. It sends nothing and reads no clock: call
 * {@link Gossiper.tick} once a second and {@link Gossiper.receive} for each message, and deliver what they return. `nowMs` is
 * milliseconds since the epoch and must not go back.
 *
 * Left out of Cassandra's Gossiper: the joiner's side of the shadow round, and the removal of fat clients and of endpoints that
 * left, with its quarantine.
 *
 * Sources: `org.apache.cassandra.gms.Gossiper` and the three `GossipDigest…VerbHandler`s of Cassandra 5.0; van Renesse, Dumitriu,
 * Gough and Thomas, "Efficient Reconciliation and Flow Control for Anti-Entropy Protocols", LADIS 2008.
 */
export class Gossiper {
  /** The node's name, as its options have it; {@link Gossiper.liveness} is always `up` for it. */
  readonly self: string;
  /**
   * Judges the silence of peers: heard from by {@link Gossiper.receive}, asked by {@link Gossiper.tick}. To be read, for instance for φ,
   * not to be reported to.
   */
  readonly failureDetector: FailureDetector;
  readonly #options: GossiperOptions;
  readonly #seeds: readonly string[];
  readonly #states = new Map<string, EndpointState>();
  readonly #membership = new Membership();
  #version = 0;
  #hasSentSyn = false;

  constructor(options: GossiperOptions) {
    this.self = options.self;
    this.#options = options;
    this.#seeds = options.seeds.filter((seed) => seed !== options.self);
    this.failureDetector = new FailureDetector(options.startedAtMs, options.failureDetector);
    this.#states.set(this.self, endpointState({ generation: options.generation, version: 0 }));
  }

  /** What the node knows of every endpoint, itself included. A live view: copy it to keep it. */
  get states(): EndpointStates {
    return this.#states;
  }

  /** The node's own state. */
  get ownState(): EndpointState {
    return this.#states.get(this.self) ?? endpointState(emptyHeartBeat);
  }

  /** Endpoints gossiped to as live; the node itself is not among them. */
  get live(): readonly string[] {
    return this.#membership.live;
  }

  /** Endpoints gossiped to as unreachable. */
  get unreachable(): readonly string[] {
    return this.#membership.unreachable;
  }

  /** What the node holds an endpoint for; itself always for `up`. */
  liveness(endpoint: string): Liveness {
    return endpoint === this.self ? 'up' : this.#membership.of(endpoint);
  }

  /**
   * Says something about the node itself, with the next version of its counter.
   *
   * @returns the version given. Source: `Gossiper.addLocalApplicationState`
   */
  publish(name: ApplicationState, value: string): number {
    const version = ++this.#version;
    this.#states.set(this.self, withApplicationState(this.ownState, name, { value, version }));
    return version;
  }

  /** Adds a peer known by address only, as read from disk at a start. Source: `Gossiper.addSavedEndpoint`. */
  remember(endpoint: string): void {
    if (endpoint === this.self) return;
    const known = this.#states.get(endpoint) ?? endpointState(emptyHeartBeat);
    this.#states.set(endpoint, withHeartBeat(known, emptyHeartBeat));
    this.#membership.note(endpoint, 'remembered');
  }

  /**
   * One round: beats the heart, opens a conversation with up to three endpoints, and judges every endpoint's silence.
   *
   * Source: `Gossiper.GossipTask.run`.
   *
   * @param nowMs the wall clock, in milliseconds since the epoch
   */
  tick(nowMs: number, random: Random): Outgoing[] {
    const { generation } = this.ownState.heartBeat;
    this.#states.set(this.self, withHeartBeat(this.ownState, { generation, version: ++this.#version }));
    const targets = chooseTargets(
      {
        live: this.live,
        unreachable: this.unreachable,
        seeds: this.#seeds,
        isDead: (endpoint) => this.#isDead(this.#states.get(endpoint)),
      },
      random,
    );
    this.#judgeSilence(nowMs);
    this.#membership.dropLateEchoes(nowMs);
    if (targets.length === 0) return [];
    this.#hasSentSyn = true;
    const message = this.#syn();
    return targets.map(({ endpoint }) => ({ to: endpoint, message }));
  }

  /**
   * Takes in a message and returns what to send for it.
   *
   * @param from the endpoint that sent it
   * @param nowMs the wall clock, in milliseconds since the epoch
   */
  receive(from: string, message: GossipMessage, nowMs: number): Outgoing[] {
    switch (message.kind) {
      case 'syn':
        return this.#onSyn(from, message);
      case 'ack':
        return this.#onAck(from, message, nowMs);
      case 'ack2':
        return this.#apply(message.states, nowMs);
      case 'echoRequest':
        return [{ to: from, message: { kind: 'echoReply' } }];
      case 'echoReply':
        if (this.#membership.takeEcho(from)) this.#note(from, 'echoed', nowMs);
        return [];
      case 'shutdown':
        this.#onShutdown(from, message, nowMs);
        return [];
    }
  }

  /** The node's last words to every live endpoint. Source: `Gossiper.stop`. */
  shutdown(): Outgoing[] {
    this.publish('STATUS_WITH_PORT', 'shutdown,true');
    this.publish('RPC_READY', 'false');
    return this.live.map((to) => ({ to, message: { kind: 'shutdown', state: this.ownState } }));
  }

  #syn(): SynMessage {
    const { clusterName, partitioner } = this.#options;
    const digests = makeDigests(this.#states);
    return { kind: 'syn', clusterName, ...(partitioner === undefined ? {} : { partitioner }), digests };
  }

  #onSyn(from: string, { clusterName, partitioner, digests }: SynMessage): Outgoing[] {
    if (clusterName !== this.#options.clusterName) return [];
    const ours = this.#options.partitioner;
    if (partitioner !== undefined && ours !== undefined && partitioner !== ours) return [];
    if (digests.length === 0) return [{ to: from, message: { kind: 'ack', requests: [], states: new Map(this.#states) } }];
    return [{ to: from, message: { kind: 'ack', ...examineDigests(digests, this.#states, this.self) } }];
  }

  #onAck(from: string, { requests, states }: AckMessage, nowMs: number): Outgoing[] {
    if (states.size > 0 && !this.#hasSentSyn) return [];
    const echoes = this.#apply(states, nowMs);
    const news = answerRequests(requests, this.#states, this.self);
    return [...echoes, { to: from, message: { kind: 'ack2', states: news } }];
  }

  #onShutdown(from: string, { state }: ShutdownMessage, nowMs: number): void {
    const known = this.#states.get(from);
    if (known === undefined || known.applicationStates.size === 0) return;
    if (known.heartBeat.generation > state.heartBeat.generation) return;
    this.#markShutdown(from, state, nowMs);
  }

  #markShutdown(endpoint: string, state: EndpointState, nowMs: number): void {
    const { generation } = state.heartBeat;
    this.#states.set(endpoint, withHeartBeat(state, { generation, version: HIGHEST_VERSION }));
    this.#note(endpoint, 'markedDead', nowMs);
  }

  #apply(states: EndpointStates, nowMs: number): Outgoing[] {
    for (const [endpoint, state] of states) this.#notifyFailureDetector(endpoint, state, nowMs);
    const outgoing: Outgoing[] = [];
    for (const [endpoint, state] of inApplicationOrder(states)) {
      if (endpoint !== this.self && this.#applyOne(endpoint, state, nowMs))
        outgoing.push({ to: endpoint, message: { kind: 'echoRequest' } });
    }
    return outgoing;
  }

  /** Source: `Gossiper.notifyFailureDetector`, and the report of a new endpoint in `applyStateLocally`. */
  #notifyFailureDetector(endpoint: string, remote: EndpointState, nowMs: number): void {
    const known = this.#states.get(endpoint);
    if (known === undefined) return this.failureDetector.report(endpoint, nowMs);
    const generationLead = remote.heartBeat.generation - known.heartBeat.generation;
    if (generationLead < 0) return undefined;
    if (generationLead > 0 && !this.#membership.isAlive(endpoint)) this.failureDetector.remove(endpoint);
    if (generationLead > 0 || remote.heartBeat.version > maxVersion(known)) this.failureDetector.report(endpoint, nowMs);
    return undefined;
  }

  /** @returns whether the endpoint must be asked for an echo */
  #applyOne(endpoint: string, remote: EndpointState, nowMs: number): boolean {
    const { outcome, state } = mergeEndpointState(this.#states.get(endpoint), remote, nowMs);
    if (state === undefined || outcome === 'staleGeneration') return false;
    if (outcome !== 'current') this.#emit(outcome, endpoint, nowMs);
    if (outcome === 'generationTooFar') return false;
    this.#states.set(endpoint, state);
    const isMajor = outcome === 'joined' || outcome === 'restarted';
    if (isMajor) this.#note(endpoint, outcome, nowMs);
    if (isMajor && this.#isDead(state)) this.#note(endpoint, 'markedDead', nowMs);
    if (isMajor && statusOf(state.applicationStates) === 'shutdown') {
      this.#markShutdown(endpoint, state, nowMs);
      return false;
    }
    if (this.#membership.isAlive(endpoint) || this.#isDead(state)) return false;
    if (isMajor) this.#membership.takeEcho(endpoint);
    return this.#membership.awaitEcho(endpoint, nowMs);
  }

  /** Source: `Gossiper.doStatusCheck` and `Gossiper.convict`. */
  #judgeSilence(nowMs: number): void {
    for (const [endpoint, state] of this.#states) {
      if (endpoint === this.self || this.failureDetector.interpret(endpoint, nowMs) !== 'convicted') continue;
      if (!this.#membership.isAlive(endpoint)) continue;
      if (statusOf(state.applicationStates) === 'shutdown') this.#markShutdown(endpoint, state, nowMs);
      else this.#note(endpoint, 'convicted', nowMs);
    }
  }

  #isDead(state: EndpointState | undefined): boolean {
    return state !== undefined && statusRow(state.applicationStates).dead;
  }

  #note(endpoint: string, event: Parameters<Membership['note']>[1], nowMs: number): void {
    const change = this.#membership.note(endpoint, event);
    if (change !== undefined) this.#emit(change, endpoint, nowMs);
  }

  #emit(kind: GossipEventKind, endpoint: string, atMs: number): void {
    this.#options.onEvent?.({ kind, endpoint, atMs });
  }
}

/**
 * Bootstrapping endpoints after all others, then by generation, then by name: a bootstrapping endpoint's status may refer to
 * another endpoint of the same message. Source: `Gossiper.stateOrderMap`.
 */
function inApplicationOrder(states: EndpointStates): [string, EndpointState][] {
  const bootstrapping = (state: EndpointState): number => Number(statusRow(state.applicationStates).bootstrapping);
  return [...states].sort(
    ([leftName, left], [rightName, right]) =>
      bootstrapping(left) - bootstrapping(right) ||
      left.heartBeat.generation - right.heartBeat.generation ||
      (leftName < rightName ? -1 : 1),
  );
}
