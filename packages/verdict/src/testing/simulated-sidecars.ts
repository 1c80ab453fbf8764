import { Board } from '../board.ts';
import type { Observation } from '../finding.ts';
import { createPeers } from '../peers.ts';

/** How often a sidecar that has no news says that it is there. */
const HEARTBEAT_MS = 500;
/** So long it waits for more news before it tells them. */
const GATHER_MS = 10;
/** After so long a silence, and so long a look at its node, a sidecar says that a peer is lost. */
const SILENCE_MS = 1_100;
const PROBE_MS = 500;

interface Happening {
  readonly atMs: number;
  readonly run: () => void;
}

interface Sidecar {
  readonly name: string;
  readonly board: Board;
  /** Those who listen to it, with the version that each has. */
  readonly listeners: Map<Sidecar, number>;
  /** When it last heard each peer. */
  readonly heardMs: Map<Sidecar, number>;
  /** Whether it is about to tell its news. */
  gathering: boolean;
  sent: number;
  alive: boolean;
}

/**
 * Sidecars that listen to each other over a simulated network, in simulated time: boards, peers and times are the real ones, the network delays each
 * message by 1 to 40 ms, as its seed decides.
 */
export class SimulatedSidecars {
  nowMs = 0;
  readonly all: readonly Sidecar[];
  readonly #byName: ReadonlyMap<string, Sidecar>;
  readonly #queue: Happening[] = [];
  #state: number;

  /** @param introduced whether all know each other already, as after a while; else they are as if all were started at this moment */
  constructor(count: number, seed: number, introduced = false) {
    this.#state = seed;
    const names = Array.from({ length: count }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}:7000`);
    this.all = names.map((name) => {
      return { name, board: new Board(name, 1), listeners: new Map(), heardMs: new Map(), gathering: false, sent: 0, alive: true };
    });
    this.#byName = new Map(this.all.map((sidecar) => [sidecar.name, sidecar]));
    const peers = createPeers(names);
    for (const sidecar of this.all) {
      sidecar.board.see({ kind: 'node', about: sidecar.name, finding: 'up' }, 0);
      for (const peer of peers(sidecar.name, () => false)) this.#byName.get(peer)?.listeners.set(sidecar, 0);
    }
    if (introduced) this.#introduce();
    for (const sidecar of this.all) this.#later(this.#random() * HEARTBEAT_MS, () => this.#beat(sidecar));
  }

  /** The messages that each sidecar has sent since this was last asked. */
  takeSent(): readonly number[] {
    const sent = this.all.map((sidecar) => sidecar.sent);
    for (const sidecar of this.all) sidecar.sent = 0;
    return sent;
  }

  /** A sidecar notices something of its own node. */
  see(name: string, finding: 'up' | 'ended'): void {
    const sidecar = this.#of(name);
    if (sidecar.board.see({ kind: 'node', about: name, finding }, this.nowMs)) this.#gather(sidecar);
  }

  /** A host is cut off: nothing of it is heard any more. */
  cutOff(name: string): void {
    this.#of(name).alive = false;
  }

  /** What a sidecar knows. */
  known(name: string): readonly Observation[] {
    return this.#of(name).board.since(0, this.nowMs).rows;
  }

  /** Lets time pass until a moment. */
  runUntil(untilMs: number): void {
    for (let next = this.#pop(); next !== undefined; next = this.#pop()) {
      if (next.atMs > untilMs) {
        this.#push(next);
        break;
      }
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = untilMs;
  }

  #introduce(): void {
    const rows = this.all.flatMap(({ board }) => board.since(0, 0).rows);
    for (const { board, listeners } of this.all) {
      board.take(rows, 0);
      for (const listener of listeners.keys()) listeners.set(listener, board.version);
    }
  }

  #of(name: string): Sidecar {
    const sidecar = this.#byName.get(name);
    if (sidecar === undefined) throw new Error(`no sidecar is called ${name}`);
    return sidecar;
  }

  #beat(sidecar: Sidecar): void {
    if (!sidecar.alive) return;
    this.#tellAll(sidecar);
    for (const [peer, heardMs] of sidecar.heardMs)
      if (this.nowMs - heardMs > SILENCE_MS) {
        sidecar.heardMs.delete(peer);
        this.#later(PROBE_MS, () => this.#lose(sidecar, peer));
      }
    this.#later(HEARTBEAT_MS, () => this.#beat(sidecar));
  }

  #lose(sidecar: Sidecar, peer: Sidecar): void {
    if (sidecar.board.see({ kind: 'peer', about: peer.name, finding: 'unreachable' }, this.nowMs - SILENCE_MS)) this.#gather(sidecar);
  }

  #gather(sidecar: Sidecar): void {
    if (sidecar.gathering) return;
    sidecar.gathering = true;
    this.#later(GATHER_MS, () => {
      sidecar.gathering = false;
      this.#tellAll(sidecar);
    });
  }

  #tellAll(sidecar: Sidecar): void {
    for (const [listener, version] of sidecar.listeners) {
      const news = sidecar.board.since(version, this.nowMs);
      sidecar.listeners.set(listener, news.version);
      sidecar.sent += 1;
      this.#later(1 + this.#random() * 39, () => this.#hear(listener, sidecar, news.rows));
    }
  }

  #hear(listener: Sidecar, from: Sidecar, rows: readonly Observation[]): void {
    if (!listener.alive || !from.alive) return;
    listener.heardMs.set(from, this.nowMs);
    if (rows.length > 0 && listener.board.take(rows, this.nowMs) > 0) this.#gather(listener);
  }

  /** mulberry32, as in `gossip`. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  #later(delayMs: number, run: () => void): void {
    this.#push({ atMs: this.nowMs + delayMs, run });
  }

  #push(happening: Happening): void {
    let index = this.#queue.push(happening) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((this.#queue[parent] as Happening).atMs <= happening.atMs) break;
      this.#queue[index] = this.#queue[parent] as Happening;
      index = parent;
    }
    this.#queue[index] = happening;
  }

  #pop(): Happening | undefined {
    const [first] = this.#queue;
    const last = this.#queue.pop();
    if (last === undefined || this.#queue.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [this.#queue[child], this.#queue[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && right.atMs < left.atMs) child += 1;
      if (last.atMs <= (this.#queue[child] as Happening).atMs) break;
      this.#queue[index] = this.#queue[child] as Happening;
      index = child;
    }
    this.#queue[index] = last;
    return first;
  }
}
