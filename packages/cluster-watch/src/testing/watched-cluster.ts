import type { NodesAnswer, ObservationsAnswer } from '@ringside/api';
import { type Clock, errors, systemClock } from '@ringside/core';
import { type ClusterWatch, watchCluster } from '../cluster-watch.ts';
import type { Member } from '../members.ts';
import type { OwnNode } from '../own-nodes.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';

const PORT = 9_043;
const MINUTE_MS = 60_000;

/** Where nodes and sidecars are; each has its own of 127.0.0.0/8. */
function addressOf(index: number): string {
  return `127.0.0.${index + 1}`;
}

/** How a {@link WatchedCluster} is. */
export interface ClusterOptions {
  /** Whether nothing passes between two hosts from the beginning. */
  readonly apart?: boolean;
  /** The addresses at which nodes reach each other, which are what they are called by. Default: those at which clients reach them. */
  readonly storageAddress?: (index: number) => string;
  /** Which nodes the sidecar of a node is beside: those, that one first; none has no sidecar. Default: that one. */
  readonly nodesOf?: (index: number) => readonly number[];
  /** Whether members are read ten times as often. */
  readonly hurries?: boolean;
}

/** Starts a {@link WatchedCluster} of so many nodes, whose clocks are ten minutes apart from each other. */
export async function startWatchedCluster(size: number, options: ClusterOptions = {}): Promise<WatchedCluster> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  // Each host reaches each node at a port of its own, so that the way from one to another can be cut.
  const ways = await Promise.all(indexes.map(() => Promise.all(indexes.map((to) => startFakeNode({ host: addressOf(to) })))));
  const cluster = new WatchedCluster(ways, options);
  if (options.apart === true) for (const one of indexes) for (const other of indexes) if (one !== other) cluster.cut(one, other);
  for (const index of indexes) cluster.startSidecar(index, index * 10);
  return cluster;
}

/** Sidecars of a cluster in one process, each with a node that answers CQL on a real socket; what they send each other can be cut. */
export class WatchedCluster {
  /** How many requests each sidecar has sent. */
  readonly requests: number[];
  /** How often the members have been read from each node. */
  readonly reads: number[];
  readonly #ways: readonly (readonly FakeNode[])[];
  readonly #options: Required<ClusterOptions>;
  readonly #cuts = new Set<string>();
  readonly #frozen = new Set<number>();
  readonly #dead = new Set<number>();
  readonly #hidden = new Set<string>();
  readonly #down = new Set<string>();
  readonly #takenFor = new Map<number, number>();
  readonly #watches = new Map<number, ClusterWatch>();

  constructor(ways: readonly (readonly FakeNode[])[], options: ClusterOptions) {
    this.#ways = ways;
    this.#options = { apart: false, storageAddress: addressOf, nodesOf: (index) => [index], hurries: false, ...options };
    this.requests = ways.map(() => 0);
    this.reads = ways.map(() => 0);
  }

  /** Each node's state, as one of the sidecars has it. */
  states(observer: number): Readonly<Record<string, string>> {
    const members = this.#watches.get(observer)?.members() ?? [];
    return Object.fromEntries(members.map(({ verdict }) => [verdict.node, verdict.state]));
  }

  /** The verdict of one on another, in a sentence. */
  sentence(observer: number, about: number): string | undefined {
    const name = this.nameOf(about);
    return this.#watches
      .get(observer)
      ?.members()
      .find(({ verdict }) => verdict.node === name)?.verdict.sentence;
  }

  /** What a node is called. */
  nameOf(node: number): string {
    return `${this.#options.storageAddress(node)}:7000`;
  }

  /** Of how many pairs one sidecar knows that the first has reached the second. */
  pairsReached(observer: number): number {
    const members = this.#watches.get(observer)?.members() ?? [];
    const evidence = members.flatMap(({ verdict }) => verdict.evidence);
    return evidence.filter(({ kind, finding }) => kind === 'peer' && finding === 'reached').length;
  }

  /** All that one sidecar knows. */
  async known(observer: number): Promise<ObservationsAnswer['observations']> {
    const answer = await this.#watches.get(observer)?.news(undefined, 0, new AbortController().signal);
    return answer?.observations ?? [];
  }

  /** Whose gossip one sidecar goes by. */
  gossipers(observer: number): readonly string[] {
    const members = this.#watches.get(observer)?.members() ?? [];
    const evidence = members.flatMap(({ verdict }) => verdict.evidence);
    return [...new Set(evidence.filter(({ kind }) => kind === 'gossip').map((each) => each.observer))];
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

  /** A node has another one among its members, or not. */
  hide(observer: number, node: number, isHidden: boolean): void {
    if (isHidden) this.#hidden.add(`${observer} ${node}`);
    else this.#hidden.delete(`${observer} ${node}`);
  }

  /** The gossip of a node has another one down, or up. */
  takeForDown(observer: number, node: number, isDown: boolean): void {
    if (isDown) this.#down.add(`${observer} ${node}`);
    else this.#down.delete(`${observer} ${node}`);
  }

  /** What is sent to a sidecar gets to another one, as through a forward that leads astray. */
  misdirect(to: number, other: number): void {
    this.#takenFor.set(to, other);
  }

  /** A sidecar ends. */
  endSidecar(of: number): void {
    const ending = this.#watches.get(of);
    this.#watches.delete(of);
    ending?.stop();
  }

  /** A sidecar starts, with a clock that is off by so many minutes. */
  startSidecar(of: number, offMinutes: number): void {
    const nodes = this.#options.nodesOf(of);
    if (nodes.length === 0) return;
    const clock: Clock = {
      ...systemClock,
      nowMs: () => systemClock.nowMs() + offMinutes * MINUTE_MS,
      sleep: (ms, signal) => systemClock.sleep(this.#options.hurries && ms > 5_000 ? ms / 10 : ms, signal),
    };
    const access = {
      listening: () => ({ scheme: 'http' as const, port: PORT }),
      sidecars: this.#ways.map((_, index) => `http://${this.#options.storageAddress(index)}:${PORT}`),
      token: undefined,
      readTls: undefined,
      fetch: async (url: URL | string | Request, init?: RequestInit) =>
        this.#send(of, new URL(url instanceof Request ? url.url : url), init?.signal ?? new AbortController().signal),
    };
    this.#watches.set(of, watchCluster({ clock, nodes: nodes.map((node) => this.#ownNode(of, node)), access }));
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    for (const watch of this.#watches.values()) watch.stop();
    await Promise.all(this.#ways.flat().map((node) => node.kill()));
  }

  #ownNode(sidecar: number, node: number): OwnNode {
    return {
      host: addressOf(node),
      port: this.#portOf(sidecar, node),
      askControl: () => this.#control(node),
      endpoint: async () => {
        await this.#control(node);
        return this.nameOf(node);
      },
      members: async () => {
        await this.#control(node);
        this.reads[node] = (this.reads[node] ?? 0) + 1;
        return this.#members(sidecar, node);
      },
    };
  }

  #portOf(from: number, to: number): number {
    return this.#ways[from]?.[to]?.port ?? 0;
  }

  #members(sidecar: number, observer: number): readonly Member[] {
    return this.#ways.flatMap((_, to) => {
      if (this.#hidden.has(`${observer} ${to}`)) return [];
      const place = { address: this.#options.storageAddress(to), port: 7_000, nativeAddress: addressOf(to) };
      return [{ ...place, nativePort: this.#portOf(sidecar, to), status: this.#down.has(`${observer} ${to}`) ? 'Down' : 'Up' }];
    });
  }

  async #control(node: number): Promise<void> {
    if (this.#frozen.has(node)) await new Promise(() => undefined);
    if (this.#dead.has(node)) throw errors.UNAVAILABLE({ message: 'refused' });
  }

  /** What a sidecar asks another one; over a way that is cut, nothing comes back. */
  async #send(from: number, { hostname, pathname, searchParams }: URL, signal: AbortSignal): Promise<Response> {
    this.requests[from] = (this.requests[from] ?? 0) + 1;
    const meant = this.#ways.findIndex((_, index) => this.#options.storageAddress(index) === hostname);
    const to = this.#takenFor.get(meant) ?? meant;
    const isCut = (): boolean => this.#cuts.has(`${from} ${to}`);
    const severed = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    severed.catch(() => undefined);
    if (isCut()) return await severed;
    const watch = this.#watches.get(to);
    if (watch === undefined) throw new Error('ECONNREFUSED');
    const asked = pathname.endsWith('/nodes')
      ? this.#nodes(to, from, watch)
      : watch.news(searchParams.get('after') ?? undefined, Number(searchParams.get('waitMs')), signal);
    const answer = await Promise.race([asked, severed]);
    if (isCut()) return await severed;
    if (this.#watches.get(to) !== watch) throw new Error('ECONNRESET');
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  }

  /** What the route `nodes` answers, as far as it is read. */
  async #nodes(of: number, asker: number, watch: ClusterWatch): Promise<Pick<NodesAnswer, 'nodes'>> {
    await this.#control(of);
    return { nodes: watch.judged(this.#members(asker, of)) as unknown as NodesAnswer['nodes'] };
  }

  #muteWays(): void {
    for (const [from, ways] of this.#ways.entries())
      for (const [to, node] of ways.entries()) if (!this.#dead.has(to)) node.mute(this.#frozen.has(to) || this.#cuts.has(`${from} ${to}`));
  }
}
