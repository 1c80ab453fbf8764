import { type Cluster, openCluster } from '@ringside/cluster';
import { type Clock, toOpsError } from '@ringside/core';
import { docsBuildPids, findDocsBuilds, killGroup, stopDocsBuilds } from './docs-build.ts';
import { type ProcessIdentity, signalProcess } from './process-identity.ts';
import { hasRing, killAll, killAllIn, processesIn, ringDirectory } from './ring-folder.ts';
import { findAllSidecars, sidecarPids, stopSidecar } from './sidecar-process.ts';
import type { Steps } from './steps.ts';

/** What runs of a ring, whoever started it. */
export interface Running {
  readonly sidecars: readonly ProcessIdentity[];
  /** Pids of Cassandra nodes. */
  readonly nodes: readonly number[];
  /** Builds of the documentation. */
  readonly docsBuilds: readonly ProcessIdentity[];
}

/** True when nothing runs. */
export function isNothing(running: Running): boolean {
  return running.sidecars.length + running.nodes.length + running.docsBuilds.length === 0;
}

/** Looks for everything of a state folder's ring that runs, in the system's list of processes. */
export async function whatRuns(home: string): Promise<Running> {
  return {
    sidecars: await findAllSidecars(home),
    nodes: processesIn(ringDirectory(home)),
    docsBuilds: await findDocsBuilds(home),
  };
}

/**
 * Stops everything of a state folder's ring in order, whoever started it: first a build of the documentation, then the sidecars, then
 * the nodes. What does not end by
 * itself is killed; a durable ring loses nothing by that.
 *
 * @param cluster the open ring; it is opened when absent, and killed when it cannot be
 */
export async function stopRing(home: string, steps: Steps, clock: Clock, cluster?: Cluster): Promise<void> {
  const running = await whatRuns(home);
  await stopDocsBuilds(running.docsBuilds, clock);
  if (running.sidecars.length > 0) {
    await steps.run(
      `Stopping ${count(running.sidecars.length, 'sidecar')}`,
      async () => await Promise.all(running.sidecars.map((identity) => stopSidecar(identity, clock))),
      (stopped) => `${count(stopped.length, 'sidecar')} stopped`,
    );
  }
  if (running.nodes.length === 0) return;
  await steps.run(
    `Stopping ${count(running.nodes.length, 'node')}`,
    async () => {
      await stopNodes(home, steps, cluster);
      killAllIn(ringDirectory(home));
    },
    () => `${count(running.nodes.length, 'node')} stopped, data kept`,
  );
}

async function stopNodes(home: string, steps: Steps, cluster: Cluster | undefined): Promise<void> {
  if (cluster === undefined && !hasRing(home)) return;
  try {
    const open = cluster ?? (await openCluster(ringDirectory(home)));
    await open.stop();
  } catch (thrown) {
    steps.note(`The nodes are killed: ${toOpsError(thrown).message}`, 'warn');
  }
}

/** Kills everything of a state folder's ring at once; for the second Ctrl-C, so it neither waits nor throws. */
export function killAtOnce(home: string): void {
  for (const pid of docsBuildPids(home)) killGroup(pid, 'SIGKILL');
  killAll([...sidecarPids(home), ...processesIn(ringDirectory(home))]);
}

/** Asks a launcher to stop its ring. @returns false when it had already ended */
export async function askLauncher(holder: ProcessIdentity): Promise<boolean> {
  return await signalProcess(holder, 'SIGTERM');
}

/** `1 node`, `3 nodes`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
