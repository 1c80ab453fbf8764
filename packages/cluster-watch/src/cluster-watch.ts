import { setMaxListeners } from 'node:events';
import type { ObservationsAnswer, SidecarClient } from '@ringside/api';
import type { Clock } from '@ringside/core';
import { Board, type NodeFinding, type Observation, type PeerFinding, peersOf, type Seen } from '@ringside/verdict';
import { createBell } from './bell.ts';
import { formatEndpoint } from '@ringside/model';
import { gossipOf, type Member, type Members, membersOf } from './members.ts';
import { type WatchedNode, watchOwnNode } from './own-node.ts';
import { type Judged, judgeMembers } from './judged.ts';
import { createPeerClients, type PeerAccess, type PeerClients } from './peer-clients.ts';
import { followPeer } from './peer-link.ts';
import { askInTurn } from './ask-in-turn.ts';

/** So long it waits for more news before it tells them: a burst is told once. */
const GATHER_MS = 10;
/** How often the members are asked for, and what gossip says of them. */
const MEMBERS_EVERY_MS = 10_000;
/** The same until they are known. */
const FIRST_MEMBERS_EVERY_MS = 1_000;
/** After so long whoever waits looks again, whether it rang or not. */
const LONGEST_WAIT_MS = 1_000;
/** How long another sidecar may take for what it is asked in the place of an own node. */
const PEER_TIMEOUT_MS = 2_000;

/** Findings of a node that answers nothing. */
const MUTE: ReadonlySet<NodeFinding> = new Set<NodeFinding>(['ended', 'refuses', 'stopped', 'silent', 'notListening', 'cqlRefuses']);

/** A node beside the sidecar. */
export interface OwnNode extends WatchedNode {
  /** Its endpoint, `address:port`; rejects where the node does not answer. */
  readonly endpoint: () => Promise<string>;
  /** The members of the ring as it sees them; rejects where it does not answer. */
  readonly members: () => Promise<readonly Member[]>;
}

/** What a {@link ClusterWatch} needs. */
export interface ClusterWatchOptions {
  /** For pauses, ages, and the epoch of this life. */
  readonly clock: Clock;
  /** The nodes beside the sidecar, at least one. */
  readonly nodes: readonly OwnNode[];
  /** How the sidecars of other nodes are reached. */
  readonly access: PeerAccess;
}

/** What all sidecars together know of a cluster, as one of them has it. */
export interface ClusterWatch {
  /**
   * What this sidecar knows.
   *
   * @param after the cursor of an earlier answer: only what came since; everything without one
   * @param waitMs how long to wait for something new
   */
  news(after: string | undefined, waitMs: number, signal: AbortSignal): Promise<ObservationsAnswer>;
  /** Members with the verdict on each, by what gossip says of them and what all sidecars know. */
  judged<M extends Member>(members: readonly M[]): readonly Judged<M>[];
  /** The members that were seen last, with the verdict on each; none until some were. */
  members(): readonly Judged<Member>[];
  /** False while it is known that no own node answers. */
  ownAnswers(): boolean;
  /** Resolves when that turns false, or the signal aborts; never where nothing is watched. */
  untilMute(signal: AbortSignal): Promise<undefined>;
  /** Clients of the sidecars of other nodes, those first whose nodes are up. */
  peers(): readonly SidecarClient[];
  /** Ends all that it does. */
  stop(): void;
}

/** Begins to watch: the own nodes, and sidecars of others as soon as it is known who there is. */
export function watchCluster(options: ClusterWatchOptions): ClusterWatch {
  return new Watch(options);
}

class Watch implements ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #stopping = new AbortController();
  readonly #bell = createBell();
  readonly #links = new Map<string, AbortController>();
  /** Endpoints of the own nodes, in their order, as far as they are known. */
  readonly #own = new Map<OwnNode, string>();
  readonly #found = new Map<OwnNode, NodeFinding>();
  readonly #clients: PeerClients;
  /** Of cursors: those of another life count for nothing. */
  readonly #life: number;
  /** Peers of which the node or its sidecar was reached in this life. */
  readonly #onceReached = new Set<string>();
  #board: Board | undefined;
  #members: Members = new Map();

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    this.#life = options.clock.nowMs();
    this.#clients = createPeerClients(options.access, options.clock);
    setMaxListeners(0, this.#stopping.signal);
    const { signal } = this.#stopping;
    for (const node of options.nodes) void this.#watchNode(node, signal);
    void this.#watchMembers(signal);
  }

  async news(after: string | undefined, waitMs: number, signal: AbortSignal): Promise<ObservationsAnswer> {
    const first = this.#newsAfter(after);
    if (first.observations.length > 0 || waitMs === 0) return first;
    const ending = AbortSignal.any([signal, this.#stopping.signal]);
    await this.#bell.wait(waitMs, ending);
    if (this.#newsAfter(after).observations.length > 0) await this.#options.clock.sleep(GATHER_MS, ending).catch(() => undefined);
    return this.#newsAfter(after);
  }

  judged<M extends Member>(members: readonly M[]): readonly Judged<M>[] {
    return judgeMembers(members, this.#board?.since(0, this.#nowMs).rows ?? [], this.#self);
  }

  members(): readonly Judged<Member>[] {
    return this.judged([...this.#members.values()]);
  }

  peers(): readonly SidecarClient[] {
    const others = this.members().filter((member) => !this.#isOwn(formatEndpoint(member)));
    const clients = others.toSorted((a, b) => Number(b.verdict.isUp) - Number(a.verdict.isUp)).map((member) => this.#clients.of(member));
    return [...new Set([...clients, ...this.#clients.known()])];
  }

  ownAnswers(): boolean {
    return this.#options.nodes.some((node) => !MUTE.has(this.#found.get(node) ?? 'unknown'));
  }

  async untilMute(signal: AbortSignal): Promise<undefined> {
    while (this.ownAnswers() && !signal.aborted) await this.#bell.wait(LONGEST_WAIT_MS, signal);
  }

  stop(): void {
    this.#stopping.abort();
    for (const link of this.#links.values()) link.abort();
    this.#bell.ring();
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #newsAfter(after: string | undefined): ObservationsAnswer {
    const board = this.#board;
    if (board === undefined) return { cursor: '0-0', observations: [] };
    const [life, version] = (after ?? '').split('-').map(Number);
    const news = board.since(life === this.#life ? (version ?? 0) : 0, this.#nowMs);
    return { cursor: `${this.#life}-${news.version}`, observations: news.rows };
  }

  /** What this sidecar is called: the endpoint of its first node. */
  get #self(): string | undefined {
    const [first] = this.#options.nodes;
    return first && this.#own.get(first);
  }

  async #watchNode(node: OwnNode, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const found = (finding: NodeFinding, sinceMs: number): void => {
      this.#found.set(node, finding);
      const about = this.#own.get(node);
      if (about !== undefined && finding !== 'unknown') this.#see({ kind: 'node', about, finding }, sinceMs);
    };
    await watchOwnNode(node, { clock, found }, signal);
  }

  #see(seen: Seen, sinceMs: number): void {
    if (this.#board?.see(seen, sinceMs) === true) this.#bell.ring();
  }

  async #watchMembers(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isKnown = await this.#readMembers();
      await this.#options.clock.sleep(isKnown ? MEMBERS_EVERY_MS : FIRST_MEMBERS_EVERY_MS, signal).catch(() => undefined);
    }
  }

  /** @returns false where it is still unknown who there is, or who the own nodes are */
  async #readMembers(): Promise<boolean> {
    const { nodes } = this.#options;
    const views = await Promise.allSettled(nodes.map((node) => node.members()));
    const own = views.flatMap((view) => (view.status === 'fulfilled' ? [view.value] : []));
    const [members] = own.length > 0 ? own : [await this.#askPeers()];
    if (members === undefined || this.#stopping.signal.aborted) return this.#self !== undefined && this.#members.size > 0;
    this.#members = membersOf(members);
    await Promise.all(nodes.map((node) => this.#identify(node)));
    if (this.#self === undefined) return false;
    this.#board ??= new Board(this.#self, this.#life);
    this.#board.keepOnly(new Set(this.#members.keys()));
    if (own.length > 0) this.#noteGossip();
    this.#follow();
    return this.#own.size === nodes.length;
  }

  async #askPeers(): Promise<readonly Member[] | undefined> {
    const bounds = { timeoutMs: PEER_TIMEOUT_MS, signal: this.#stopping.signal };
    const answer = await askInTurn(this.peers(), (peer) => peer.nodes({ alone: true }, bounds));
    return answer?.body.nodes;
  }

  /** Finds out which endpoint a node is: it says so itself, or there is one at its address and CQL port. */
  async #identify(node: OwnNode): Promise<void> {
    if (this.#own.has(node)) return;
    const byPlace = [...this.#members].find(([, { address, nativePort }]) => address === node.host && nativePort === node.port)?.[0];
    const endpoint = await node.endpoint().catch(() => byPlace);
    if (endpoint !== undefined) this.#own.set(node, endpoint);
  }

  /** Only what gossip says to the contrary is told to others: that a node is down, and that it is up again. */
  #noteGossip(): void {
    const rows = this.#board?.since(0, this.#nowMs).rows ?? [];
    const told = new Set(rows.filter(({ kind, observer }) => kind === 'gossip' && observer === this.#self).map(({ about }) => about));
    for (const [about, finding] of gossipOf(this.#members))
      if (finding === 'down' || told.has(about)) this.#see({ kind: 'gossip', about, finding }, this.#nowMs);
  }

  /** Listens to those whom it ought to listen to, and no more to others. */
  #follow(): void {
    const [board, self] = [this.#board, this.#self];
    if (board === undefined || self === undefined) return;
    const rows = board.since(0, this.#nowMs).rows;
    const hosts = new Map(rows.flatMap(({ kind, about, observer }) => (kind === 'node' ? [[about, observer] as const] : [])));
    const sidecars = [...this.#members.keys()].map((node) => hosts.get(node) ?? node);
    const lost = new Set(
      rows
        .filter(({ kind, observer, finding }) => kind === 'peer' && observer === self && finding !== 'reached' && finding !== 'unwatched')
        .map(({ about }) => about),
    );
    const wanted = new Set(peersOf(self, sidecars, (name) => lost.has(name)).filter((name) => !this.#isOwn(name)));
    for (const [name, link] of this.#links) {
      if (wanted.has(name)) continue;
      link.abort();
      this.#links.delete(name);
      this.#see({ kind: 'peer', about: name, finding: 'unwatched' }, this.#nowMs);
    }
    for (const name of wanted) if (!this.#links.has(name)) this.#begin(name);
  }

  #isOwn(name: string): boolean {
    return [...this.#own.values()].includes(name);
  }

  /** Where neither a node nor its sidecar was ever reached, silence may be what the network is like: clients may have an address or a network of their own. */
  #believed(name: string, seen: PeerFinding): PeerFinding {
    if (seen === 'reached' || seen === 'sidecarGone') this.#onceReached.add(name);
    return this.#onceReached.has(name) ? seen : 'unwatched';
  }

  #begin(name: string): void {
    const member = this.#members.get(name);
    if (member === undefined) return;
    const link = new AbortController();
    this.#links.set(name, link);
    const { clock, nodes } = this.#options;
    const [own] = nodes;
    const cql = { host: member.address, port: member.nativePort ?? own?.port ?? 0, tls: own?.tls };
    const heard = {
      clock,
      rows: (rows: readonly Observation[]) => {
        if ((this.#board?.take(rows, this.#nowMs) ?? 0) > 0) this.#bell.ring();
      },
      found: (seen: PeerFinding, sinceMs: number) => {
        const before = this.#board?.version;
        this.#see({ kind: 'peer', about: name, finding: this.#believed(name, seen) }, sinceMs);
        if (this.#board?.version !== before) this.#follow();
      },
    };
    const client = this.#clients.of(member);
    void followPeer(
      { ask: (news, bounds) => client.observations(news, bounds), cql },
      heard,
      AbortSignal.any([link.signal, this.#stopping.signal]),
    );
  }
}
