import { existsSync, readdirSync } from 'node:fs';
import { hasRing, ringDirectory } from '@ringside/cli-kit';
import { type Cluster, healRing, openCluster, wasPartitioned } from '@ringside/cluster';
import { type Clock, toOpsError } from '@ringside/core';
import { endProcess, type ProcessIdentity, signalProcess } from '@ringside/host';
import { findDocsBuilds, killDocsBuilds, stopDocsBuilds } from '@ringside/local-docs';
import { killRing, nodeProcesses, ringProcesses } from './ring-folder.ts';
import { findAllSidecars } from '@ringside/local-sidecars';
import type { Steps } from './steps.ts';

/** What runs of a ring, whoever started it. */
export interface Running {
  /** Sidecars, those of a launcher that died included. */
  readonly sidecars: readonly ProcessIdentity[];
  /** Cassandra nodes. */
  readonly nodes: readonly ProcessIdentity[];
  /** Builds of the documentation. */
  readonly docsBuilds: readonly ProcessIdentity[];
}

/** True when nothing runs. */
export function isNothing(running: Running): boolean {
  return running.sidecars.length + running.nodes.length + running.docsBuilds.length === 0;
}

/** Looks for everything of a state folder's ring that runs, in the system's list of processes. */
export function whatRuns(home: string): Running {
  return { sidecars: findAllSidecars(home), nodes: nodeProcesses(ringDirectory(home)), docsBuilds: findDocsBuilds(home) };
}

/**
 * Stops everything of a state folder's ring in order, whoever started it: first a build of the documentation, then the sidecars, then
 * the nodes. What does not end by itself is killed; a durable ring loses nothing by that.
 *
 * The ring is opened from its folder, since nodes may have joined after the caller had opened it.
 *
 * @param cluster the ring as the caller knows it, for when its folder cannot be read; without it the nodes are killed then
 * @throws OpsError `OPERATION_TIMED_OUT` for processes that not even a SIGKILL ends
 */
export async function stopRing(home: string, steps: Steps, clock: Clock, cluster?: Cluster): Promise<void> {
  const running = whatRuns(home);
  await stopDocsBuilds(running.docsBuilds, clock);
  if (running.sidecars.length > 0) {
    await steps.run(
      `Stopping ${count(running.sidecars.length, 'sidecar')}`,
      async () => await Promise.all(running.sidecars.map((identity) => endProcess(identity, { clock }))),
      (stopped) => `${count(stopped.length, 'sidecar')} stopped`,
    );
  }
  const nodes = new Set([...running.nodes.map(({ pid }) => pid), ...(await pidsOf(cluster))]).size;
  await healCut(home, steps);
  if (nodes === 0) return;
  await steps.run(
    `Stopping ${count(nodes, 'node')}`,
    async () => {
      await stopNodes(home, steps, cluster);
      await killRing(home, clock);
    },
    () => `${count(nodes, 'node')} stopped, data kept`,
  );
}

/** A cut between the nodes is the kernel's, and would outlive them. */
async function healCut(home: string, steps: Steps): Promise<void> {
  const directory = ringDirectory(home);
  if (!existsSync(directory)) return;
  const names = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (!wasPartitioned(directory, names)) return;
  await healRing(directory).catch((thrown: unknown) => steps.note(toOpsError(thrown).message, 'warn'));
}

/** Nodes that the caller knows to run are stopped even if the system's list of processes does not show them as those of this folder. */
async function pidsOf(cluster: Cluster | undefined): Promise<readonly number[]> {
  const pids = await Promise.all((cluster?.nodes ?? []).map((node) => node.pid()));
  return pids.filter((pid) => pid !== undefined);
}

async function stopNodes(home: string, steps: Steps, known: Cluster | undefined): Promise<void> {
  if (known === undefined && !hasRing(home)) return;
  try {
    const cluster = await openCluster(ringDirectory(home)).catch((thrown: unknown) => {
      if (known === undefined) throw thrown;
      return known;
    });
    await cluster.stop();
  } catch (thrown) {
    steps.note(`The nodes are killed: ${toOpsError(thrown).message}`, 'warn');
  }
}

/** Kills everything of a state folder's ring at once; for the second Ctrl-C, so it neither waits nor throws. */
export function killAtOnce(home: string): void {
  killDocsBuilds(home);
  for (const each of ringProcesses(home)) signalProcess(each, 'SIGKILL');
}

/** Asks a launcher to stop its ring. @returns false when it had already ended */
export function askLauncher(holder: ProcessIdentity): boolean {
  return signalProcess(holder, 'SIGTERM');
}

/** `1 node`, `3 nodes`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
