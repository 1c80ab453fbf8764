import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interrupts, ringDirectory, writeLauncherState } from '@ringside/cli-kit';
import { closeLeftJmx } from '@ringside/cassandra-tools';
import { type Cluster, openCluster } from '@ringside/cluster';
import { type Clock, errors, type OpsError, toOpsError } from '@ringside/core';
import { readRingFacts } from './ring-facts.ts';
import { operationsFolder, type Sidecars, sidecarUrl } from '@ringside/local-sidecars';
import { sidecarNodes } from './sidecar-nodes.ts';
import type { Steps } from './steps.ts';
import type { RingSummary } from '@ringside/cli-kit';

const TICK_MS = 1_000;

/** What {@link watchRing} watches. */
export interface Watch {
  readonly home: string;
  readonly clock: Clock;
  readonly steps: Steps;
  readonly interrupts: Interrupts;
  readonly cluster: Cluster;
  readonly sidecars: Sidecars;
  readonly summary: RingSummary;
}

/**
 * Watches a ring until the signal aborts: restarts sidecars that end or do not answer, says when a node goes down or comes back, and gives every node
 * that `ringside cluster add` adds its sidecar, and closes what a `ringside nodetool` that was killed has left open. Nodes are never restarted by themselves: `ringside cluster kill` means it.
 *
 * @throws OpsError `STATE_CORRUPT` when the ring's folder is removed meanwhile: what still runs has no data to come back to, and nobody could stop it by its folder
 */
export async function watchRing(watch: Watch): Promise<void> {
  const { clock, interrupts, home } = watch;
  const { signal } = interrupts;
  let { cluster } = watch;
  let changedMs = await stateChangeMs(home);
  const down = new Set<string>();
  const tell = tellOnce(watch);
  while (!signal.aborted) {
    await clock.sleep(TICK_MS, signal).catch(() => undefined);
    if (signal.aborted) return;
    const nowMs = await stateChangeMs(home);
    if (nowMs === undefined) throw folderGone(home);
    try {
      if (nowMs !== changedMs) cluster = await takeInNodes(watch);
      changedMs = nowMs;
      tell(undefined);
    } catch (thrown) {
      tell(thrown);
    }
    try {
      await watch.sidecars.watch(signal);
      await tellNodes(watch, cluster, down);
      for (const node of cluster.nodes) await closeLeftJmx(node, clock);
    } catch (thrown) {
      if (!signal.aborted) watch.steps.note(toOpsError(thrown).message, 'warn');
    }
  }
}

/** Nodes are taken in again every second until it succeeds: the same fault is told once. */
function tellOnce({ interrupts, steps }: Watch): (thrown: unknown) => void {
  let told: string | undefined;
  return (thrown) => {
    const message = thrown === undefined ? undefined : toOpsError(thrown).message;
    if (message !== undefined && message !== told && !interrupts.signal.aborted) steps.note(message, 'warn');
    told = message;
  };
}

/** `undefined` when there is no ring any more; its file is replaced in one step, so it is never missing for a moment. */
async function stateChangeMs(home: string): Promise<number | undefined> {
  return (await stat(join(ringDirectory(home), 'ring.json')).catch(missing))?.mtimeMs;
}

/** Only what is not there is gone; a file that cannot be looked at for the moment counts as changed. */
function missing(error: NodeJS.ErrnoException): { readonly mtimeMs: number } | undefined {
  return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? undefined : { mtimeMs: 0 };
}

function folderGone(home: string): OpsError {
  return errors.STATE_CORRUPT({
    message: `The ring in ${home} was removed while it ran; what still ran of it is stopped`,
    remedy: 'Stop a ring with ringside down before you remove its folder. ringside up makes a new one.',
  });
}

/** The ring's own state changed: every node in it gets a sidecar, and other commands are told where. */
async function takeInNodes(watch: Watch): Promise<Cluster> {
  const { home, sidecars, interrupts } = watch;
  const cluster = await openCluster(ringDirectory(home));
  const { portBase } = await readRingFacts(ringDirectory(home));
  const nodes = sidecarNodes(home, cluster, portBase);
  await sidecars.ensure(nodes, interrupts.signal);
  const summary: RingSummary = {
    ...watch.summary,
    cassandraVersion: cluster.version,
    nodes: cluster.nodes.map(({ name, address, datacenter, rack }) => ({ name, address, datacenter, rack })),
    contactPoints: cluster.contactPoints.map((address) => `${address}:${cluster.nativePort}`),
    sidecars: nodes.map(sidecarUrl),
  };
  await writeLauncherState(home, { version: 1, phase: 'ready', summary });
  return cluster;
}

async function tellNodes({ home, steps }: Watch, cluster: Cluster, down: Set<string>): Promise<void> {
  for (const node of cluster.nodes) {
    const runs = (await node.pid()) !== undefined;
    if (!runs && !down.has(node.name)) {
      down.add(node.name);
      if (await isUnderWay(home, node.name)) steps.note(`${node.name} (${node.address}) is down: an operation restarts it`);
      else steps.note(`${node.name} (${node.address}) is down. Start it again: ringside cluster start ${node.name}`, 'warn');
    } else if (runs && down.delete(node.name)) {
      steps.note(`${node.name} (${node.address}) runs again`);
    }
  }
}

/** True where the sidecar of a node has noted that it has begun with it. */
async function isUnderWay(home: string, node: string): Promise<boolean> {
  const files = await readdir(operationsFolder(home, node)).catch(() => []);
  return files.some((file) => /^instance-\d+\.json$/.test(file));
}
