import type { Random } from '../targets.ts';

/** How the simulated network behaves. */
export interface NetworkOptions {
  /** Shortest one-way delay. Default 1 ms. */
  readonly minLatencyMs?: number;
  /** Longest one-way delay; delays are uniform between the two. Default 5 ms. */
  readonly maxLatencyMs?: number;
  /** The chance that a message is lost, 0 to 1. Default 0. */
  readonly lossProbability?: number;
}

/** What becomes of a message: when it arrives after it was sent, or that it never does. */
export type Delivery = { readonly delayMs: number } | { readonly lostTo: 'chance' | 'partition' };

/** A network that delays and loses messages, and that can be cut into groups. */
export class Network {
  readonly #minLatencyMs: number;
  readonly #maxLatencyMs: number;
  readonly #lossProbability: number;
  readonly #random: Random;
  #groupOf: ReadonlyMap<string, number> = new Map();

  constructor(options: NetworkOptions, random: Random) {
    this.#minLatencyMs = options.minLatencyMs ?? 1;
    this.#maxLatencyMs = Math.max(this.#minLatencyMs, options.maxLatencyMs ?? 5);
    this.#lossProbability = options.lossProbability ?? 0;
    this.#random = random;
  }

  /** Cuts the network: a message passes only within a group. Whoever is in no group forms one with the others in none. */
  partition(groups: readonly (readonly string[])[]): void {
    this.#groupOf = new Map(groups.flatMap((group, index) => group.map((name) => [name, index] as const)));
  }

  /** Makes the network whole again. */
  heal(): void {
    this.#groupOf = new Map();
  }

  /** Whether messages pass from one endpoint to another, chance aside. */
  connects(from: string, to: string): boolean {
    return this.#groupOf.get(from) === this.#groupOf.get(to);
  }

  /** Decides what becomes of a message. */
  send(from: string, to: string): Delivery {
    if (!this.connects(from, to)) return { lostTo: 'partition' };
    if (this.#random() < this.#lossProbability) return { lostTo: 'chance' };
    return { delayMs: this.#minLatencyMs + this.#random() * (this.#maxLatencyMs - this.#minLatencyMs) };
  }
}
