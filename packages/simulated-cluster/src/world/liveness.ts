import { ArrivalWindow, DEFAULT_PHI_CONVICT_THRESHOLD, GOSSIP_INTERVAL_MS } from '@ringside/gossip';
import { createRandom } from '@ringside/gossip/simulator';
import type { Network } from './network.ts';

/** Where one node's verdict about another has changed. */
export interface VerdictChange {
  readonly atMs: number;
  /** Whose verdict it is. */
  readonly observer: string;
  /** About whom. */
  readonly endpoint: string;
  readonly verdict: 'up' | 'down';
}

/** What {@link Liveness} needs of the world around it. */
export interface LivenessWorld {
  readonly nowMs: () => number;
  readonly schedule: (atMs: number, act: () => void) => void;
  readonly onChange: (change: VerdictChange) => void;
  /** Called when an observer hears of an endpoint again after a silence, whatever its verdict was. */
  readonly onHeard: (observer: string, endpoint: string) => void;
}

/** What a node's gossip does: take part; stand still with its process; or be off, with everybody told or not. */
export type Participation = 'active' | 'frozen' | 'off';

/** A pair of nodes of which one does not hear the other. Pairs without one hear each other and are up. */
interface Silence {
  /** When the observer last heard of the endpoint. */
  sinceMs: number;
  down: boolean;
  /** Set once the endpoint is heard again though it cannot answer an echo, so that it stays down. */
  heard: boolean;
  /** Invalidates what was scheduled before. */
  plan: number;
}

const LEARNED_INTERVALS = 60;
/** After a pause of its own a node convicts nobody for this long (`MAX_LOCAL_PAUSE_MS`). */
const AFTER_PAUSE_MS = 5_000;

/**
 * Who considers whom up, as gossip would have it, without its messages: a heartbeat a second that reaches everybody who is connected within a round or
 * two, φ over the silence since (`ArrivalWindow` of `gossip`), conviction above the threshold, and up again once the endpoint is heard and answers
 * directly. Only pairs that do not hear each other cost anything, so a cluster at rest is free, whatever its size; a simulation of every message
 * takes half a minute per second at 1,000 nodes (decision 0039). A test compares the verdicts with those of `Simulation` of `gossip`.
 */
export class Liveness {
  readonly #world: LivenessWorld;
  readonly #network: Network;
  readonly #random: () => number;
  readonly #threshold: number;
  readonly #window = new ArrivalWindow();
  readonly #participation = new Map<string, Participation>();
  /** Observer → endpoint → silence. */
  readonly #silences = new Map<string, Map<string, Silence>>();
  /** Observer → when in each second its gossip rounds are, and what it will do in which of them. */
  readonly #rounds = new Map<string, { readonly phaseMs: number; readonly due: Map<number, (() => void)[]> }>();
  #components: ReadonlyMap<string, number> | undefined;

  constructor(world: LivenessWorld, network: Network, seed: number, threshold: number = DEFAULT_PHI_CONVICT_THRESHOLD) {
    this.#world = world;
    this.#network = network;
    this.#random = createRandom(seed);
    this.#threshold = threshold;
    let atMs = 0;
    for (let beat = 0; beat <= LEARNED_INTERVALS; beat += 1) this.#window.add((atMs += GOSSIP_INTERVAL_MS * (0.8 + 0.4 * this.#random())));
  }

  /** Everybody who takes part or did. */
  get nodes(): readonly string[] {
    return [...this.#participation.keys()];
  }

  /** Adds a node that everybody knows and considers up, or one that has still to be heard. */
  add(name: string, isNew = false): void {
    this.#participation.set(name, 'active');
    if (isNew) this.restart(name);
  }

  /** Forgets a node that has left. */
  remove(name: string): void {
    this.#participation.delete(name);
    this.#silences.delete(name);
    for (const silences of this.#silences.values()) silences.delete(name);
    this.#components = undefined;
  }

  /** Changes what a node does; the others notice in time. */
  participate(name: string, participation: Participation): void {
    this.#participation.set(name, participation);
    this.#components = undefined;
    for (const other of this.nodes) this.#both(name, other);
  }

  /** Lets a node say that it goes: whoever hears it considers it down at once (`Gossiper.stop`). */
  announceShutdown(name: string): void {
    const hearers = this.nodes.filter((other) => other !== name && this.#hears(other, name));
    this.participate(name, 'off');
    for (const observer of hearers) {
      const silence = this.#silences.get(observer)?.get(name);
      if (silence !== undefined) silence.sinceMs = this.#world.nowMs();
      this.#convict(observer, name);
    }
  }

  /** Starts a node that knows of the others, and has heard of none yet. */
  restart(name: string): void {
    const silences = new Map<string, Silence>();
    for (const other of this.nodes)
      if (other !== name) silences.set(other, { sinceMs: this.#world.nowMs(), down: true, heard: false, plan: 0 });
    this.#silences.set(name, silences);
    for (const other of this.nodes) if (other !== name && this.#silences.get(other)?.has(name) !== true) this.#silence(other, name);
    this.participate(name, 'active');
  }

  /** To be called after the network has changed. */
  networkChanged(): void {
    this.#components = undefined;
    const { nodes } = this;
    for (const [index, one] of nodes.entries()) for (const other of nodes.slice(index + 1)) this.#both(one, other);
  }

  /** What an observer's verdict about an endpoint is; its own about itself is always `up`. */
  verdict(observer: string, endpoint: string): 'up' | 'down' {
    return this.#silences.get(observer)?.get(endpoint)?.down === true ? 'down' : 'up';
  }

  /** When an observer last heard of an endpoint: now, but for those that are silent. */
  heardAtMs(observer: string, endpoint: string): number {
    const silence = this.#silences.get(observer)?.get(endpoint);
    return silence === undefined || silence.heard ? this.#world.nowMs() : Math.min(silence.sinceMs, this.#world.nowMs());
  }

  /** Whether an observer hears of an endpoint now. */
  isHeard(observer: string, endpoint: string): boolean {
    return observer === endpoint || this.#silences.get(observer)?.has(endpoint) !== true;
  }

  /** φ of an endpoint as an observer has it now. */
  phi(observer: string, endpoint: string): number {
    const nowMs = this.#world.nowMs();
    const silence = this.#silences.get(observer)?.get(endpoint);
    const sinceMs =
      silence === undefined || silence.heard ? GOSSIP_INTERVAL_MS * noise(observer, endpoint, nowMs) : Math.max(0, nowMs - silence.sinceMs);
    return this.#window.phi((this.#window.lastArrivalMs ?? 0) + sinceMs);
  }

  #both(one: string, other: string): void {
    if (one === other) return;
    this.#refresh(one, other);
    this.#refresh(other, one);
  }

  /** Compares what an observer hears with what it did. */
  #refresh(observer: string, endpoint: string): void {
    const silence = this.#silences.get(observer)?.get(endpoint);
    if (this.#hears(observer, endpoint)) {
      if (silence !== undefined) this.#planReturn(observer, endpoint, silence);
    } else if (this.#participation.get(observer) === 'active') {
      this.#planConviction(observer, endpoint, silence ?? this.#silence(observer, endpoint));
    }
  }

  #silence(observer: string, endpoint: string): Silence {
    const lastBeatMs = this.#world.nowMs() - this.#random() * GOSSIP_INTERVAL_MS;
    const silence = { sinceMs: lastBeatMs + this.#spreadMs(), down: false, heard: false, plan: 0 };
    const silences = this.#silences.get(observer) ?? new Map<string, Silence>();
    this.#silences.set(observer, silences.set(endpoint, silence));
    return silence;
  }

  #planConviction(observer: string, endpoint: string, silence: Silence): void {
    silence.heard = false;
    if (silence.down) return;
    const nowMs = this.#world.nowMs();
    const due = silence.sinceMs + this.#window.silenceForPhiMs(this.#threshold);
    this.#plan(observer, silence, due > nowMs ? due : nowMs + AFTER_PAUSE_MS, () => {
      if (!this.#hears(observer, endpoint) && this.#participation.get(observer) === 'active') this.#convict(observer, endpoint);
    });
  }

  #planReturn(observer: string, endpoint: string, silence: Silence): void {
    this.#plan(observer, silence, this.#world.nowMs() + this.#spreadMs(), () => {
      if (!this.#hears(observer, endpoint)) return;
      const answers = this.#network.connects(observer, endpoint) && this.#network.connects(endpoint, observer);
      if (silence.down && !answers) silence.heard = true;
      else this.#silences.get(observer)?.delete(endpoint);
      this.#world.onHeard(observer, endpoint);
      if (silence.down && answers) this.#tell(observer, endpoint, 'up');
    });
  }

  /** How long news are on their way: up to one and a half rounds for each doubling of those who pass them on, as in the simulation of messages. */
  #spreadMs(): number {
    return this.#random() * 1.5 * Math.max(0.5, Math.log2(this.#participation.size) - 1) * GOSSIP_INTERVAL_MS;
  }

  /** Does something at the observer's first gossip round at or after a moment, unless another plan is made for the pair meanwhile. */
  #plan(observer: string, silence: Silence, atMs: number, act: () => void): void {
    const plan = (silence.plan += 1);
    const rounds = this.#rounds.get(observer) ?? { phaseMs: this.#random() * GOSSIP_INTERVAL_MS, due: new Map<number, (() => void)[]>() };
    this.#rounds.set(observer, rounds);
    const round = Math.ceil((atMs - rounds.phaseMs) / GOSSIP_INTERVAL_MS);
    const planned = rounds.due.get(round);
    const unlessReplaced = (): void => {
      if (silence.plan === plan) act();
    };
    if (planned !== undefined) return void planned.push(unlessReplaced);
    const acts = [unlessReplaced];
    rounds.due.set(round, acts);
    this.#world.schedule(round * GOSSIP_INTERVAL_MS + rounds.phaseMs, () => {
      rounds.due.delete(round);
      for (const each of acts) each();
    });
  }

  #convict(observer: string, endpoint: string): void {
    const silence = this.#silences.get(observer)?.get(endpoint);
    if (silence === undefined || silence.down) return;
    silence.down = true;
    this.#tell(observer, endpoint, 'down');
  }

  #tell(observer: string, endpoint: string, verdict: 'up' | 'down'): void {
    this.#world.onChange({ atMs: this.#world.nowMs(), observer, endpoint, verdict });
  }

  /** Both take part, and there is a way between them over others who do. A node that stands still or has left gossip hears nobody. */
  #hears(observer: string, endpoint: string): boolean {
    if (this.#participation.get(observer) !== 'active' || this.#participation.get(endpoint) !== 'active') return false;
    if (this.#network.isWhole) return true;
    this.#components ??= this.#network.components(this.nodes.filter((name) => this.#participation.get(name) === 'active'));
    return this.#components.get(observer) === this.#components.get(endpoint);
  }
}

/** The same number in [0, 1) for the same pair and second. */
function noise(observer: string, endpoint: string, atMs: number): number {
  let hash = Math.floor(atMs / GOSSIP_INTERVAL_MS) | 0;
  for (const text of [observer, endpoint])
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return createRandom(hash)();
}
