import { type Clock, errors, systemClock } from '@ringside/core';
import { type ClusterWatch, watchCluster } from '../cluster-watch.ts';
import type { Member } from '../members.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';

const PORT = 9_043;
const MINUTE_MS = 60_000;

/** Sidecars of a cluster in one process, each with a node that answers CQL on a real socket; what they send each other can be cut. */
export interface WatchedCluster {
  /** Endpoints of the nodes. */
  readonly nodes: readonly string[];
  /** Each node's state, as one of the sidecars has it. */
  states(observer: number): Readonly<Record<string, string>>;
  /** The verdict of one on another, in a sentence. */
  sentence(observer: number, about: number): string | undefined;
  /** How many requests each sidecar has sent. */
  readonly requests: readonly number[];
  /** Nothing passes any more between two hosts, in either direction. */
  cut(one: number, other: number): void;
  /** Everything passes again. */
  heal(): void;
  /** A node freezes, or goes on: CQL and control are silent. */
  freeze(node: number, isFrozen: boolean): void;
  /** A node ends: CQL and control refuse. */
  kill(node: number): Promise<void>;
  /** A sidecar ends. */
  endSidecar(of: number): void;
  /** A sidecar that ended starts, with a clock that is off by so many minutes. */
  startSidecar(of: number, offMinutes: number): void;
  /** Ends everything. */
  stop(): Promise<void>;
}

/** Starts a {@link WatchedCluster} of so many nodes, whose clocks are ten minutes apart from each other. */
export async function startWatchedCluster(size: number): Promise<WatchedCluster> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const addressOf = (index: number): string => `127.0.0.${index + 1}`;
  // Each host reaches each node at a port of its own, so that the way from one to another can be cut.
  const ways = await Promise.all(indexes.map(() => Promise.all(indexes.map((to) => startFakeNode({ host: addressOf(to) })))));
  const way = (from: number, to: number): FakeNode => ways[from]?.[to] as FakeNode;
  const cuts = new Set<string>();
  const frozen = new Set<number>();
  const dead = new Set<number>();
  const requests = indexes.map(() => 0);
  const watches: (ClusterWatch | undefined)[] = indexes.map(() => undefined);

  const members = (observer: number): readonly Member[] =>
    indexes.map((index) => {
      return { address: addressOf(index), port: 7_000, nativePort: way(observer, index).port, status: 'Up' };
    });
  const control = async (node: number): Promise<void> => {
    if (frozen.has(node)) await new Promise(() => undefined);
    if (dead.has(node)) throw errors.UNAVAILABLE({ message: 'refused' });
  };
  const send = async (from: number, url: string, signal: AbortSignal): Promise<Response> => {
    requests[from] = (requests[from] ?? 0) + 1;
    const { hostname, searchParams } = new URL(url);
    const to = indexes.findIndex((index) => addressOf(index) === hostname);
    const severed = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    severed.catch(() => undefined);
    if (cuts.has(`${from} ${to}`)) return await severed;
    const watch = watches[to];
    if (watch === undefined) throw new Error('ECONNREFUSED');
    const answer = await Promise.race([
      watch.news(searchParams.get('after') ?? undefined, Number(searchParams.get('waitMs')), signal),
      severed,
    ]);
    if (cuts.has(`${from} ${to}`)) return await severed;
    if (watches[to] !== watch) throw new Error('ECONNRESET');
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  };

  const nodeName = (index: number): string => `${addressOf(index)}:7000`;
  const start = (index: number, offMinutes: number): void => {
    const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + offMinutes * MINUTE_MS };
    const own = {
      host: addressOf(index),
      port: way(index, index).port,
      askControl: () => control(index),
      endpoint: async () => nodeName(index),
      members: async () => members(index),
    };
    const access = {
      listening: () => ({ scheme: 'http' as const, port: PORT }),
      sidecars: [],
      token: undefined,
      readTls: undefined,
      fetch: async (url: URL | string | Request, init?: RequestInit) =>
        send(index, String(url), init?.signal ?? new AbortController().signal),
    };
    watches[index] = watchCluster({ clock, nodes: [own], access });
  };
  for (const index of indexes) start(index, index * 10);

  const muteWays = (): void => {
    for (const from of indexes)
      for (const to of indexes) if (!dead.has(to)) way(from, to).mute(frozen.has(to) || cuts.has(`${from} ${to}`));
  };
  return {
    nodes: indexes.map((index) => nodeName(index)),
    states: (observer) => Object.fromEntries((watches[observer]?.members() ?? []).map(({ verdict }) => [verdict.node, verdict.state])),
    sentence: (observer, about) => watches[observer]?.members().find(({ verdict }) => verdict.node === nodeName(about))?.verdict.sentence,
    requests,
    cut(one, other) {
      cuts.add(`${one} ${other}`).add(`${other} ${one}`);
      muteWays();
    },
    heal() {
      cuts.clear();
      muteWays();
    },
    freeze(node, isFrozen) {
      if (isFrozen) frozen.add(node);
      else frozen.delete(node);
      muteWays();
    },
    async kill(node) {
      dead.add(node);
      await Promise.all(indexes.map((from) => way(from, node).kill()));
    },
    endSidecar(of) {
      const ending = watches[of];
      watches[of] = undefined;
      ending?.stop();
    },
    startSidecar: start,
    async stop() {
      for (const watch of watches) watch?.stop();
      await Promise.all(ways.flat().map((node) => node.kill()));
    },
  };
}
