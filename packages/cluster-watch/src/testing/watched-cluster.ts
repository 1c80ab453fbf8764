import { type Clock, errors, systemClock } from '@ringside/core';
import { type ClusterWatch, watchCluster } from '../cluster-watch.ts';
import type { Member } from '../members.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';

const PORT = 9_043;
const MINUTE_MS = 60_000;

function addressOf(index: number): string {
  return `127.0.0.${index + 1}`;
}

/**
 * Starts a {@link WatchedCluster} of so many nodes, whose clocks are ten minutes apart from each other.
 *
 * @param apart whether nothing passes between two hosts from the beginning
 */
export async function startWatchedCluster(size: number, apart = false): Promise<WatchedCluster> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  // Each host reaches each node at a port of its own, so that the way from one to another can be cut.
  const ways = await Promise.all(indexes.map(() => Promise.all(indexes.map((to) => startFakeNode({ host: addressOf(to) })))));
  const cluster = new WatchedCluster(ways);
  if (apart) for (const one of indexes) for (const other of indexes) if (one !== other) cluster.cut(one, other);
  for (const index of indexes) cluster.startSidecar(index, index * 10);
  return cluster;
}

/** Sidecars of a cluster in one process, each with a node that answers CQL on a real socket; what they send each other can be cut. */
export class WatchedCluster {
  /** How many requests each sidecar has sent. */
  readonly requests: number[];
  readonly #ways: readonly (readonly FakeNode[])[];
  readonly #cuts = new Set<string>();
  readonly #frozen = new Set<number>();
  readonly #dead = new Set<number>();
  readonly #watches = new Map<number, ClusterWatch>();

  constructor(ways: readonly (readonly FakeNode[])[]) {
    this.#ways = ways;
    this.requests = ways.map(() => 0);
  }

  /** Each node's state, as one of the sidecars has it. */
  states(observer: number): Readonly<Record<string, string>> {
    const members = this.#watches.get(observer)?.members() ?? [];
    return Object.fromEntries(members.map(({ verdict }) => [verdict.node, verdict.state]));
  }

  /** The verdict of one on another, in a sentence. */
  sentence(observer: number, about: number): string | undefined {
    const member = this.#watches.get(observer)?.members()[about];
    return member?.verdict.sentence;
  }

  /** Of how many pairs one sidecar knows that the first has reached the second. */
  pairsReached(observer: number): number {
    const evidence =
      this.#watches
        .get(observer)
        ?.members()
        .flatMap(({ verdict }) => verdict.evidence) ?? [];
    return evidence.filter(({ kind, finding }) => kind === 'peer' && finding === 'reached').length;
  }

  /** Nothing passes any more between two hosts, in either direction. */
  cut(one: number, other: number): void {
    this.#cuts.add(`${one} ${other}`).add(`${other} ${one}`);
    this.#muteWays();
  }

  /** Everything passes again. */
  heal(): void {
    this.#cuts.clear();
    this.#muteWays();
  }

  /** A node freezes, or goes on: CQL and control are silent. */
  freeze(node: number, isFrozen: boolean): void {
    if (isFrozen) this.#frozen.add(node);
    else this.#frozen.delete(node);
    this.#muteWays();
  }

  /** A node ends: CQL and control refuse. */
  async kill(node: number): Promise<void> {
    this.#dead.add(node);
    await Promise.all(this.#ways.map(async (way) => way[node]?.kill()));
  }

  /** A sidecar ends. */
  endSidecar(of: number): void {
    const ending = this.#watches.get(of);
    this.#watches.delete(of);
    ending?.stop();
  }

  /** A sidecar starts, with a clock that is off by so many minutes. */
  startSidecar(of: number, offMinutes: number): void {
    const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + offMinutes * MINUTE_MS };
    const own = {
      host: addressOf(of),
      port: this.#portOf(of, of),
      askControl: () => this.#control(of),
      endpoint: async () => `${addressOf(of)}:7000`,
      members: async () => this.#members(of),
    };
    const access = {
      listening: () => ({ scheme: 'http' as const, port: PORT }),
      sidecars: [],
      token: undefined,
      readTls: undefined,
      fetch: async (url: URL | string | Request, init?: RequestInit) =>
        this.#send(of, new URL(url instanceof Request ? url.url : url), init?.signal ?? new AbortController().signal),
    };
    this.#watches.set(of, watchCluster({ clock, nodes: [own], access }));
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    for (const watch of this.#watches.values()) watch.stop();
    await Promise.all(this.#ways.flat().map((node) => node.kill()));
  }

  #portOf(from: number, to: number): number {
    return this.#ways[from]?.[to]?.port ?? 0;
  }

  #members(observer: number): readonly Member[] {
    return this.#ways.map((_, to) => {
      return { address: addressOf(to), port: 7_000, nativePort: this.#portOf(observer, to), status: 'Up' };
    });
  }

  async #control(node: number): Promise<void> {
    if (this.#frozen.has(node)) await new Promise(() => undefined);
    if (this.#dead.has(node)) throw errors.UNAVAILABLE({ message: 'refused' });
  }

  /** What a sidecar asks another one; over a way that is cut, nothing comes back. */
  async #send(from: number, { hostname, searchParams }: URL, signal: AbortSignal): Promise<Response> {
    this.requests[from] = (this.requests[from] ?? 0) + 1;
    const to = this.#ways.findIndex((_, index) => addressOf(index) === hostname);
    const isCut = (): boolean => this.#cuts.has(`${from} ${to}`);
    const severed = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    severed.catch(() => undefined);
    if (isCut()) return await severed;
    const watch = this.#watches.get(to);
    if (watch === undefined) throw new Error('ECONNREFUSED');
    const answer = await Promise.race([
      watch.news(searchParams.get('after') ?? undefined, Number(searchParams.get('waitMs')), signal),
      severed,
    ]);
    if (isCut()) return await severed;
    if (this.#watches.get(to) !== watch) throw new Error('ECONNRESET');
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  }

  #muteWays(): void {
    for (const [from, ways] of this.#ways.entries())
      for (const [to, node] of ways.entries()) if (!this.#dead.has(to)) node.mute(this.#frozen.has(to) || this.#cuts.has(`${from} ${to}`));
  }
}
