import { setMaxListeners } from 'node:events';
import type { ObservationsAnswer, SidecarClient } from '@ringside/api';
import { type Clock, lifetimeOf } from '@ringside/core';
import { Board, type NodeFinding, type PeerFinding, peersOf, type Seen } from '@ringside/verdict';
import { type Bell, createBell } from './bell.ts';
import { formatEndpoint } from '@ringside/model';
import { createGossipNotes } from './gossip-notes.ts';
import { clientAddress, type Gossip, gossipOf, type Member, type Members, membersToldBy, mergeViews, NO_GOSSIP } from './members.ts';
import { watchOwnNode } from './own-node.ts';
import { type OwnNode, OwnNodes } from './own-nodes.ts';
import { type Judged, judgeMembers } from './judged.ts';
import { type AskNews, NOTHING_YET, type Told } from './news-line.ts';
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
   * @param signal ends the wait
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
  /** Clients of the sidecars of other nodes, those first that were heard last. */
  peers(): readonly SidecarClient[];
  /** Every node that is not beside this sidecar, with a client of its sidecar. */
  others(): readonly OtherNode[];
  /** Ends all that it does. */
  stop(): void;
}

/** A node that is beside another sidecar. */
export interface OtherNode {
  /** Its endpoint, `address:port`. */
  readonly node: string;
  /** As the verdict on it says. */
  readonly isUp: boolean;
  /** A client of the sidecar that is expected beside it. */
  readonly client: SidecarClient;
}

/** Begins to watch: the own nodes, and sidecars of others as soon as it is known who there is. */
export function watchCluster(options: ClusterWatchOptions): ClusterWatch {
  return new Watch(options);
}

/** To a peer. */
interface Link {
  /** Aborted where it is listened to no more. */
  readonly end: AbortController;
  /** Where its node is asked. */
  readonly place: string;
}

class Watch implements ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #stopping = new AbortController();
  readonly #bell: Bell;
  readonly #links = new Map<string, Link>();
  readonly #own: OwnNodes;
  readonly #gossipNotes = createGossipNotes();
  readonly #clients: PeerClients;
  /** Of cursors: those of another life count for nothing. */
  readonly #life: number;
  /** When a peer, its node or its sidecar, was last reached in this life. */
  readonly #reachedMs = new Map<string, number>();
  /** When a peer's sidecar was last heard. */
  readonly #heardMs = new Map<string, number>();
  /** Grows whenever other sidecars have to tell everything once more. */
  #round = 0;
  /** Whether anything of that was forgotten since the last round. */
  #hasForgotten = false;
  #board: Board | undefined;
  #members: Members = new Map();
  #gossip: Gossip = NO_GOSSIP;

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    this.#bell = createBell(options.clock);
    this.#own = new OwnNodes(options.nodes);
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
    const waiting = lifetimeOf([signal, this.#stopping.signal]);
    try {
      await this.#bell.wait(waitMs, waiting.signal);
      if (this.#newsAfter(after).observations.length > 0) await this.#options.clock.sleep(GATHER_MS, waiting.signal).catch(() => undefined);
      return this.#newsAfter(after);
    } finally {
      waiting.release();
    }
  }

  judged<M extends Member>(members: readonly M[]): readonly Judged<M>[] {
    return judgeMembers(members, this.#known);
  }

  members(): readonly Judged<Member>[] {
    return judgeMembers([...this.#members.values()], { ...this.#known, gossip: this.#gossip });
  }

  peers(): readonly SidecarClient[] {
    const others = this.members().filter((member) => !this.#own.has(formatEndpoint(member)));
    const heardMs = (member: Member): number => this.#heardMs.get(formatEndpoint(member)) ?? -Infinity;
    const heardFirst = others.toSorted((a, b) => compare(heardMs(b), heardMs(a)) || Number(b.verdict.isUp) - Number(a.verdict.isUp));
    return [...new Set([...heardFirst.map((member) => this.#clients.of(member)), ...this.#clients.known(this.#own.self)])];
  }

  others(): readonly OtherNode[] {
    return this.members()
      .map((member) => ({ node: formatEndpoint(member), isUp: member.verdict.isUp, client: this.#clients.of(member) }))
      .filter(({ node }) => !this.#own.has(node));
  }

  ownAnswers(): boolean {
    return this.#own.answer;
  }

  async untilMute(signal: AbortSignal): Promise<undefined> {
    while (this.ownAnswers() && !signal.aborted) await this.#bell.wait(LONGEST_WAIT_MS, signal);
  }

  stop(): void {
    this.#stopping.abort();
    for (const { end } of this.#links.values()) end.abort();
    this.#bell.ring();
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #newsAfter(after: string | undefined): ObservationsAnswer {
    const [board, { self }] = [this.#board, this.#own];
    if (board === undefined || self === undefined) return { cursor: NOTHING_YET, observations: [] };
    const [life, version] = (after ?? '').split('-').map(Number);
    const news = board.since(life === this.#life ? (version ?? 0) : 0, this.#nowMs);
    return { cursor: `${this.#life}-${news.version}`, observer: self, epoch: board.epoch, observations: news.rows };
  }

  get #known(): Pick<Parameters<typeof judgeMembers>[1], 'self' | 'observations'> {
    return { self: this.#own.self, observations: this.#board?.since(0, this.#nowMs).rows ?? [] };
  }

  async #watchNode(node: OwnNode, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const found = (finding: NodeFinding, sinceMs: number): void => {
      this.#own.note(node, finding);
      const about = this.#own.endpointOf(node);
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
    const bounds = { timeoutMs: PEER_TIMEOUT_MS, signal: this.#stopping.signal };
    const [view] = await Promise.all([this.#viewOfMembers(), this.#clients.meet(bounds)]);
    if (this.#stopping.signal.aborted) return true;
    this.#gossip = view?.gossip ?? NO_GOSSIP;
    if (view === undefined) return this.#own.self !== undefined && this.#members.size > 0;
    await this.#own.identify(view.members);
    const { self } = this.#own;
    if (self === undefined || this.#stopping.signal.aborted) return false;
    this.#board ??= new Board(self, this.#life);
    this.#adopt(view.members, this.#board);
    if (view.isOwn) for (const seen of this.#gossipNotes(view.gossip.said)) this.#see(seen, this.#nowMs);
    this.#follow();
    return this.#own.areKnown;
  }

  /** By the own nodes, else by the sidecar of another one. */
  async #viewOfMembers(): Promise<{ readonly members: Members; readonly gossip: Gossip; readonly isOwn: boolean } | undefined> {
    const views = await this.#own.views();
    if (views.length > 0) {
      const members = mergeViews(views);
      return { members, gossip: { of: undefined, said: gossipOf(members) }, isOwn: true };
    }
    const answer = await askInTurn(this.peers(), (peer, bounds) => peer.nodes({ alone: true }, bounds), {
      clock: this.#options.clock,
      signal: this.#stopping.signal,
    });
    return answer && { ...membersToldBy(answer.body), isOwn: false };
  }

  /** Takes over who there is. What is known of others is forgotten; when somebody is there who was not, all that was forgotten has to be told again. */
  #adopt(members: Members, board: Board): void {
    const isGrown = [...members.keys()].some((node) => !this.#members.has(node));
    this.#members = members;
    this.#hasForgotten = board.keepOnly(new Set(members.keys())) > 0 || this.#hasForgotten;
    if (isGrown && this.#hasForgotten) {
      this.#round += 1;
      this.#hasForgotten = false;
    }
    this.#clients.keepOnly(members.values());
    for (const times of [this.#reachedMs, this.#heardMs]) for (const name of times.keys()) if (!members.has(name)) times.delete(name);
  }

  /** Listens to those whom it ought to listen to, and no more to others. */
  #follow(): void {
    const [board, { self }] = [this.#board, this.#own];
    if (board === undefined || self === undefined) return;
    const rows = board.since(0, this.#nowMs).rows;
    const hosts = new Map(rows.flatMap(({ kind, about, observer }) => (kind === 'node' ? [[about, observer] as const] : [])));
    const sidecars = [...this.#members.keys()].map((node) => hosts.get(node) ?? node);
    const lost = new Set(
      rows
        .filter(({ kind, observer, finding }) => kind === 'peer' && observer === self && finding !== 'reached' && finding !== 'unwatched')
        .map(({ about }) => about),
    );
    const wanted = new Set(peersOf(self, sidecars, (name) => lost.has(name)).filter((name) => !this.#own.has(name)));
    for (const [name, { end }] of this.#links) {
      if (wanted.has(name)) continue;
      end.abort();
      this.#links.delete(name);
      this.#see({ kind: 'peer', about: name, finding: 'unwatched' }, this.#nowMs);
    }
    for (const name of wanted) {
      const member = this.#members.get(name);
      if (member !== undefined) this.#begin(name, member);
    }
  }

  /** Where neither a node nor its sidecar was ever reached, silence may be what the network is like: clients may have an address or a network of their own. */
  #believed(name: string, seen: PeerFinding): PeerFinding {
    if (seen === 'reached' || seen === 'sidecarGone') this.#reachedMs.set(name, this.#nowMs);
    if (seen === 'reached') this.#heardMs.set(name, this.#nowMs);
    return this.#reachedMs.has(name) ? seen : 'unwatched';
  }

  /** Listens to a peer, unless it does; anew where the peer's node is asked at another place than gossip told before. */
  #begin(name: string, member: Member): void {
    const { clock, nodes } = this.#options;
    const [own] = nodes;
    const cql = { host: clientAddress(member), port: member.nativePort ?? own?.port ?? 0, tls: own?.tls };
    const [known, place] = [this.#links.get(name), formatEndpoint({ address: cql.host, port: cql.port })];
    if (known?.place === place || this.#stopping.signal.aborted) return;
    known?.end.abort();
    const end = new AbortController();
    this.#links.set(name, { end, place });
    const heard = {
      clock,
      take: (told: Told) => this.#take(name, told),
      round: () => this.#round,
      found: (seen: PeerFinding, sinceMs: number) => {
        const before = this.#board?.version;
        this.#see({ kind: 'peer', about: name, finding: this.#believed(name, seen) }, sinceMs);
        if (this.#board?.version !== before) this.#follow();
      },
    };
    // Asked for each time: which URL is whose may turn out later.
    const ask: AskNews = (news, bounds) => this.#clients.of(member).observations(news, bounds);
    void followPeer({ ask, cql }, heard, end.signal);
  }

  /** @returns false where it was told by another sidecar than the one that was asked for: not by that of the node, nor one that tells of it */
  #take(name: string, { observer = name, epoch, rows }: Told): boolean {
    const tellsOf = ({ rows: all }: Pick<Told, 'rows'>): boolean =>
      all.some((row) => row.kind === 'node' && row.about === name && row.observer === observer);
    if (observer !== name && !tellsOf({ rows })) {
      this.#clients.mistook(name);
      return false;
    }
    if (epoch !== undefined) this.#board?.meet(observer, epoch);
    if ((this.#board?.take(rows, this.#nowMs) ?? 0) > 0) this.#bell.ring();
    return true;
  }
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
