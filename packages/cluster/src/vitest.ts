/**
 * A fixture for Vitest: one real ring, shared by every test file of a run.
 *
 * @packageDocumentation
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { systemClock } from '@ringside/core';
import { exclusively, identityOf, type ProcessIdentity, temporaryFolder } from '@ringside/host';
import { afterAll, beforeAll } from 'vitest';
import { modelErrors } from '@ringside/model';
import type { Cluster } from './cluster/cluster.ts';
import { createCluster, openCluster } from './cluster/create.ts';
import type { ClusterOptions } from './cluster/options.ts';
import { readState } from './cluster/state.ts';

const START_DEADLINE_MS = 240_000;

/** What {@link useCluster} takes: a throwaway ring's options. */
export interface UseClusterOptions extends Omit<ClusterOptions, 'mode' | 'directory' | 'owner' | 'signal' | 'logger' | 'onProgress'> {
  /**
   * False gives this file a ring of its own, gone after its last test: for tests that break it for good. A partitionable ring is never
   * shared. True by default.
   */
  readonly shared?: boolean | undefined;
}

/**
 * Starts a throwaway ring before the tests of this file, or takes the one that another file of the same run started with the same
 * options. Nodes that a file stopped are started again for the next one. The ring ends with the run, even when that is killed.
 *
 * @returns gives the ring, inside of tests and hooks
 *
 * @example
 * ```ts
 * const cluster = useCluster({ nodes: 3 });
 * test('every node answers', async () => {
 *   await cluster().waitForAllUp();
 * });
 * ```
 */
export function useCluster(options: UseClusterOptions = {}): () => Cluster {
  let cluster: Cluster | undefined;
  const { shared = true, ...rest } = options;
  const isShared = shared && rest.partitionable !== true;
  beforeAll(async () => {
    cluster = isShared ? await sharedCluster(rest) : await createCluster({ ...rest, mode: 'throwaway' });
    await cluster.start({ deadlineMs: START_DEADLINE_MS });
  }, START_DEADLINE_MS);
  afterAll(async () => {
    if (!isShared) await cluster?.destroy();
  });
  return () => {
    if (cluster !== undefined) return cluster;
    throw modelErrors.RING_NOT_RUNNING({ message: 'The ring runs only inside of tests and hooks', remedy: 'Ask for it there.' });
  };
}

/** The run's ring for a set of options: made by the first file that asks, found again by the others. */
async function sharedCluster(options: Omit<UseClusterOptions, 'shared'>): Promise<Cluster> {
  const owner = runner();
  const directory = await sharedDirectory(owner, options);
  const work = async (): Promise<Cluster> => {
    if ((await readState(directory)) !== undefined) return openCluster(directory, options);
    return createCluster({ ...options, mode: 'throwaway', directory, owner });
  };
  return exclusively(`${directory}.lock`, work, { clock: systemClock, waitMs: START_DEADLINE_MS });
}

/** Every file of a run finds it by its name, so it lies where nobody else can put one. */
async function sharedDirectory(owner: ProcessIdentity, options: object): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([owner, options]))
    .digest('hex')
    .slice(0, 12);
  return join(await temporaryFolder(), `run-${owner.pid}-${key}`);
}

/** The process of the whole run: the parent of a forked worker, or the process that a worker thread is part of. */
function runner(): ProcessIdentity {
  const isForked = isMainThread && process.send !== undefined;
  return identityOf(isForked ? process.ppid : process.pid);
}
