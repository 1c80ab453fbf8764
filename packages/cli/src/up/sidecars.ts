import { type Cluster, portsFor } from '@ringside/cluster';
import { type Clock, OpsError, waitUntil } from '@ringside/core';
import { httpFetch } from '../program/http-fetch.ts';
import { portHolder, probePort } from '../doctor/port-holder.ts';
import { decideRestart } from './backoff.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import {
  findSidecar,
  sidecarLastWords,
  type SidecarNode,
  sidecarUrl,
  spawnSidecar,
  stopSidecar,
  writeSidecarConfig,
} from './sidecar-process.ts';

const READY_DEADLINE_MS = 30_000;
const PROBE_TIMEOUT_MS = 2_000;
const POLL_MS = 50;

/** The nodes of a ring as their sidecars need to know them. */
export function sidecarNodes(cluster: Cluster, portBase: number): readonly SidecarNode[] {
  const { sidecar } = portsFor(portBase);
  return cluster.nodes.map((node) => ({
    name: node.name,
    address: node.address,
    nativePort: node.nativePort,
    sidecarPort: sidecar,
    jolokiaUrl: node.jolokiaUrl,
    jolokiaSecretFile: node.paths.secret,
  }));
}

interface Watched {
  readonly node: SidecarNode;
  identity: ProcessIdentity | undefined;
  /** When it was restarted, on the monotonic clock. */
  restartsMs: number[];
  /** When to start it again; `undefined` while it runs or after giving up. */
  dueMs: number | undefined;
  gaveUp: boolean;
}

/** The sidecars of one ring: started, found again, watched. */
export interface Sidecars {
  /**
   * Finds the sidecars of these nodes that run already, and starts the others; resolves when all of them answer. The sidecar of a
   * node that is no longer among them is stopped.
   */
  ensure(nodes: readonly SidecarNode[], signal: AbortSignal): Promise<{ readonly adopted: number; readonly started: number }>;
  /** Looks once after all of them: one that has ended is started again after its backoff. Call it every second or so. */
  watch(): Promise<void>;
  /** The processes, as far as they are known. */
  identities(): readonly ProcessIdentity[];
}

/** What {@link createSidecars} needs. */
export interface SidecarsOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  /** The program to run; the sidecar unless a test gives another. */
  readonly program?: string;
}

/** Makes the keeper of a ring's sidecars. */
export function createSidecars(options: SidecarsOptions): Sidecars {
  const watched = new Map<string, Watched>();
  return {
    async ensure(nodes, signal) {
      for (const [name, { identity }] of watched) {
        if (nodes.some((node) => node.name === name)) continue;
        watched.delete(name);
        if (identity !== undefined) await stopSidecar(identity, options.clock, signal);
      }
      const results = await allOrFirstFailure(nodes, signal, (node, both) => ensureOne(options, watched, node, both));
      return { adopted: results.filter((adopted) => adopted).length, started: results.filter((adopted) => !adopted).length };
    },
    async watch() {
      for (const each of watched.values()) await look(options, each);
    },
    identities: () => [...watched.values()].flatMap(({ identity }) => (identity === undefined ? [] : [identity])),
  };
}

/**
 * Does the same for all at once. When one fails, the others are interrupted and waited for, so that nothing is still being started
 * while the caller stops what there is.
 */
async function allOrFirstFailure<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const settled = await Promise.allSettled(
    items.map((item) =>
      work(item, both).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  if (settled.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

async function ensureOne(
  options: SidecarsOptions,
  watched: Map<string, Watched>,
  node: SidecarNode,
  signal: AbortSignal,
): Promise<boolean> {
  const known = watched.get(node.name)?.identity ?? (await findSidecar(options.home, node.name));
  const adopted = known !== undefined && (await isAlive(known));
  if (!adopted) {
    await assertPortFree(node);
    await writeSidecarConfig(options.home, node);
  }
  if (signal.aborted) throw interrupted(node);
  const identity = adopted ? known : await spawnSidecar(options.home, node.name, options.program);
  watched.set(node.name, { node, identity, restartsMs: [], dueMs: undefined, gaveUp: false });
  await waitUntilReady(options, node, identity, signal);
  return adopted;
}

function interrupted(node: SidecarNode): OpsError {
  return new OpsError('ABORTED', { message: `Starting the sidecar of ${node.name} was interrupted` });
}

async function assertPortFree(node: SidecarNode): Promise<void> {
  if ((await probePort(node.address, node.sidecarPort)) !== 'used') return;
  const holder = await portHolder(node.address, node.sidecarPort);
  throw new OpsError('ADDRESS_IN_USE', {
    message: `${node.address}:${node.sidecarPort}, where the sidecar of ${node.name} is to listen, is in use by ${holder}`,
  });
}

async function waitUntilReady(options: SidecarsOptions, node: SidecarNode, identity: ProcessIdentity, signal: AbortSignal): Promise<void> {
  const probe = async (ended: AbortSignal): Promise<'ready' | 'dead' | undefined> => {
    if (!(await isAlive(identity))) return 'dead';
    const answer = await httpFetch(`${sidecarUrl(node)}/api/v1/__health`, {
      signal: AbortSignal.any([ended, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
    });
    return answer.ok ? 'ready' : undefined;
  };
  const result = await waitUntil(probe, { clock: options.clock, pollMs: POLL_MS, deadlineMs: READY_DEADLINE_MS, signal });
  if (result.outcome === 'met' && result.value === 'ready') return;
  if (result.outcome === 'aborted') throw interrupted(node);
  const words = await sidecarLastWords(options.home, node.name);
  throw new OpsError('SIDECAR_UNAVAILABLE', {
    message: `The sidecar of ${node.name} ${result.outcome === 'met' ? 'stopped while starting' : 'does not answer'}: ${words === '' ? 'it said nothing' : words}`,
    remedy: 'Mend what its log names, then run ringside up again.',
  });
}

async function look(options: SidecarsOptions, each: Watched): Promise<void> {
  const nowMs = options.clock.monotonicMs();
  const { name } = each.node;
  if (each.identity !== undefined && !(await isAlive(each.identity))) {
    each.identity = undefined;
    const decision = decideRestart(each.restartsMs, nowMs);
    each.gaveUp = decision.action === 'giveUp';
    if (decision.action === 'restart') each.dueMs = nowMs + decision.delayMs;
    options.note(
      each.gaveUp
        ? `The sidecar of ${name} stops again and again; it stays down. Its log: ${options.home}/sidecars/${name}.log`
        : `The sidecar of ${name} stopped; starting it again`,
    );
  }
  if (each.dueMs === undefined || nowMs < each.dueMs) return;
  each.dueMs = undefined;
  each.restartsMs = [...each.restartsMs, nowMs];
  each.identity = await spawnSidecar(options.home, name, options.program).catch(() => ({ pid: 0, startedAt: 'never' }));
}
