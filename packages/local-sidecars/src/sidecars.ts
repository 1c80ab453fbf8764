import { sidecarLogFile } from '@ringside/cli-kit';
import { type Clock, errors, type OpsError, waitUntil } from '@ringside/core';
import { allOrFirstFailure, endProcess, hostErrors, isRunning, portHolder, probePort, type ProcessIdentity } from '@ringside/host';
import { routeKitErrors } from '@ringside/route-kit';
import { probeSidecar } from './probe.ts';
import { findSidecar, sidecarLastWords, type SidecarNode, sidecarSecret, spawnSidecar, writeSidecarConfig } from './process.ts';
import {
  faultText,
  HEALTH_TIMES,
  type HealthTimes,
  type Watched,
  watched as newlyWatched,
  watchSidecar,
  type WatchTools,
} from './watch.ts';

const READY_LIMIT_MS = 30_000;
/** A sidecar that runs is asked for so long before another one takes its place. */
const ADOPT_LIMIT_MS = 10_000;
const PROBE_TIMEOUT_MS = 2_000;
const POLL_MS = 50;

/** The sidecars of one ring: started, found again, watched. */
export interface Sidecars {
  /**
   * Finds the sidecars of these nodes that run already, and starts the others; resolves when all of them answer. One that runs and does not
   * prove that it was started with the secret of this state folder is replaced. One that is watched already is left to `watch()`. The sidecar of a node
   * that is no longer among them is stopped.
   */
  ensure(nodes: readonly SidecarNode[], signal: AbortSignal): Promise<{ readonly adopted: number; readonly started: number }>;
  /** Looks once after all of them: see `watchSidecar()`. Call it every second or so. */
  watch(signal: AbortSignal): Promise<void>;
  /** The processes, as far as they are known. */
  identities(): readonly ProcessIdentity[];
}

/** What {@link createSidecars} needs. */
export interface SidecarsOptions {
  /** The state folder, for configurations, secrets, logs and process files. */
  readonly home: string;
  /** Measures waits and the pauses between health checks. */
  readonly clock: Clock;
  /** Told in one sentence what a reader of the launcher's output should know. */
  readonly note: (text: string) => void;
  /** The program to run: the compiled sidecar, for Node.js. */
  readonly program: string;
  /** How one that hangs is recognised; for tests. */
  readonly times?: HealthTimes;
}

/** Makes the keeper of a ring's sidecars. */
export function createSidecars(options: SidecarsOptions): Sidecars {
  const watched = new Map<string, Watched>();
  const tools: WatchTools = { times: HEALTH_TIMES, ...options };
  return {
    async ensure(nodes, signal) {
      for (const [name, { identity }] of watched) {
        if (nodes.some((node) => node.name === name)) continue;
        watched.delete(name);
        if (identity !== undefined) await endProcess(identity, { clock: options.clock, signal });
      }
      const works = nodes.map((node) => (both: AbortSignal) => ensureOne(options, watched, node, both));
      const results = await allOrFirstFailure(works, signal);
      return { adopted: results.filter((adopted) => adopted).length, started: results.filter((adopted) => !adopted).length };
    },
    async watch(signal) {
      await Promise.all([...watched.values()].map((each) => watchSidecar(tools, each, signal)));
    },
    identities: () => [...watched.values()].flatMap(({ identity }) => (identity === undefined ? [] : [identity])),
  };
}

async function ensureOne(
  options: SidecarsOptions,
  watched: Map<string, Watched>,
  node: SidecarNode,
  signal: AbortSignal,
): Promise<boolean> {
  if (watched.has(node.name)) return true; // how long one may be silent, watch() decides
  const running = findSidecar(options.home, node.name);
  const known = running !== undefined && isRunning(running) ? running : undefined;
  const adopted = known !== undefined && (await provesItself(options, node, known, signal));
  if (signal.aborted) throw interrupted(node);
  const identity = adopted ? known : await replace(options, node, known, signal);
  watched.set(node.name, newlyWatched(node, identity, options.clock.monotonicMs()));
  if (!adopted) await waitUntilReady(options, node, identity, signal);
  return adopted;
}

/** True once the one that answers at a node's sidecar's place knows the secret that its process was started with. */
async function provesItself(options: SidecarsOptions, node: SidecarNode, identity: ProcessIdentity, signal: AbortSignal): Promise<boolean> {
  const { clock, home } = options;
  const secret = await sidecarSecret(home, node.name);
  if (secret === undefined) return false;
  const probe = async (ended: AbortSignal): Promise<boolean | undefined> => {
    if (!isRunning(identity)) return false;
    const { address, sidecarPort: port } = node;
    const { outcome } = await probeSidecar({ address, port, secret, timeoutMs: PROBE_TIMEOUT_MS, signal: ended });
    return outcome === 'silent' ? undefined : outcome === 'proven';
  };
  const result = await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: ADOPT_LIMIT_MS, signal });
  return result.outcome === 'met' && result.value;
}

/** Starts a node's sidecar, in the place of one that runs but cannot be adopted. */
async function replace(
  { home, clock, note, program }: SidecarsOptions,
  node: SidecarNode,
  known: ProcessIdentity | undefined,
  signal: AbortSignal,
): Promise<ProcessIdentity> {
  if (known !== undefined) {
    note(`The sidecar of ${node.name} that runs (pid ${known.pid}) does not prove to be of this ring; starting another one`);
    await endProcess(known, { clock, signal });
  }
  await assertPortFree(node);
  await writeSidecarConfig(home, node);
  if (signal.aborted) throw interrupted(node);
  return await spawnSidecar(home, node.name, program);
}

function interrupted(node: SidecarNode): OpsError {
  return errors.ABORTED({
    message: `Starting the sidecar of ${node.name} was interrupted`,
    remedy: 'Run ringside up again when you are ready.',
  });
}

async function assertPortFree(node: SidecarNode): Promise<void> {
  const place = { address: node.address, port: node.sidecarPort };
  if ((await probePort(place)) !== 'used') return;
  const holder = await portHolder(place);
  throw hostErrors.ADDRESS_IN_USE({
    message: `${node.address}:${node.sidecarPort}, where the sidecar of ${node.name} is to listen, is in use by ${holder}`,
  });
}

async function waitUntilReady(options: SidecarsOptions, node: SidecarNode, identity: ProcessIdentity, signal: AbortSignal): Promise<void> {
  const secret = await sidecarSecret(options.home, node.name);
  let fault = '';
  const probe = async (ended: AbortSignal): Promise<'ready' | 'dead' | undefined> => {
    if (!isRunning(identity)) return 'dead';
    const { address, sidecarPort: port } = node;
    const found = await probeSidecar({ address, port, secret, timeoutMs: PROBE_TIMEOUT_MS, signal: ended });
    fault = faultText(found, node);
    return found.outcome === 'proven' ? 'ready' : undefined;
  };
  const result = await waitUntil(probe, { clock: options.clock, pollMs: POLL_MS, withinMs: READY_LIMIT_MS, signal });
  if (result.outcome === 'met' && result.value === 'ready') return;
  if (result.outcome === 'aborted') throw interrupted(node);
  const words = await sidecarLastWords(options.home, node.name);
  throw routeKitErrors.SIDECAR_UNAVAILABLE({
    message: `The sidecar of ${node.name} ${result.outcome === 'met' ? 'stopped while starting' : `does not answer (${fault})`}: ${words === '' ? 'it said nothing' : words}`,
    remedy: `Fix what its log names, then run ringside up again. The log: ${sidecarLogFile(options.home, node.name)}.`,
  });
}
