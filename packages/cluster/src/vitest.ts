/**
 * A fixture for Vitest: one real ring, shared by every test file of a run.
 *
 * @packageDocumentation
 */
import { afterAll, beforeAll } from 'vitest';
import { modelErrors } from '@ringside/model';
import type { Cluster } from './cluster/cluster.ts';
import { createCluster } from './cluster/create.ts';
import type { ClusterOptions } from './cluster/options.ts';
import { ownerOfRings, runOfVitest } from './pool/owner.ts';
import { isPoolable, takeRing } from './pool/pool.ts';

const START_LIMIT_MS = 240_000;
/** Of a hook: taking a ring waits for a lock and starts a ring at the longest, and the error of either names the cause, which Vitest's own does not. */
const HOOK_LIMIT_MS = 3 * START_LIMIT_MS;

/** What {@link useCluster} takes: a throwaway ring's options. */
export interface UseClusterOptions extends Omit<
  ClusterOptions,
  'mode' | 'directory' | 'owner' | 'signal' | 'deadline' | 'logger' | 'onProgress'
> {
  /**
   * False gives this file a new ring of its own, gone after its last test: for tests that break it for good. A ring that is partitionable, on
   * addresses of one's choice, or of an `install` or agents of one's own is never shared. True by default.
   */
  readonly shared?: boolean | undefined;
}

/**
 * Gives the tests of this file a running throwaway ring that is as good as new: one that another file of the run had and gave back, put right, or a
 * new one. Nodes that a file stopped are started again for the next one, its keyspaces are dropped, its snapshots cleared; a ring on which that
 * does not bring back what was there at first is thrown away. Files that run at the same time share one ring as it is. All rings end with the run,
 * even when that is killed.
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
  let end: (() => Promise<void>) | undefined;
  const { shared = true, ...rest } = options;
  const take = shared && isPoolable(rest) ? takeShared : makeOwn;
  beforeAll(async () => {
    ({ cluster, end } = await take(rest));
  }, HOOK_LIMIT_MS);
  afterAll(async () => {
    await end?.();
  }, HOOK_LIMIT_MS);
  return () => {
    if (cluster !== undefined) return cluster;
    throw modelErrors.RING_NOT_RUNNING({ message: 'The ring runs only inside of tests and hooks', remedy: 'Ask for it there.' });
  };
}

/** A ring, and what ends its use. */
interface Use {
  readonly cluster: Cluster;
  readonly end: () => Promise<void>;
}

async function makeOwn(options: Omit<UseClusterOptions, 'shared'>): Promise<Use> {
  const cluster = await createCluster({ ...options, mode: 'throwaway' });
  try {
    await cluster.start({ withinMs: START_LIMIT_MS });
  } catch (error) {
    await cluster.destroy();
    throw error;
  }
  return { cluster, end: () => cluster.destroy() };
}

async function takeShared(options: Omit<UseClusterOptions, 'shared'>): Promise<Use> {
  const run = runOfVitest();
  // A test's reader is told: what left a ring in this state may be a fault.
  const onDiscarded = (reason: string): void => console.info(`A ring that other tests had is not used again: ${reason}.`);
  const { cluster, giveBack } = await takeRing(options, { owner: ownerOfRings(run), run, onDiscarded });
  return { cluster, end: giveBack };
}
