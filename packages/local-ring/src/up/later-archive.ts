import type { CassandraInstall } from '@ringside/cassandra-install';
import { ensureArchive } from '@ringside/cassandra-node';
import { availableMemoryBytes } from '@ringside/host';
import type { Logger } from '@ringside/core';
import { planMemory } from './memory-plan.ts';
import type { Steps } from './steps.ts';

/** Work that goes on beside a ring. */
export interface Background {
  /** Breaks it off, and waits until nothing of it is left. */
  stop(): Promise<void>;
}

/** What {@link makeArchiveLater} works with. */
export interface LaterArchive {
  readonly install: CassandraInstall;
  readonly steps: Steps;
  readonly logger: Logger;
  /** The free memory; that of this machine unless a test gives another. */
  readonly availableBytes?: (() => Promise<number>) | undefined;
}

/**
 * Makes the class-data archive while a ring runs, unless it is there: nobody waits for it at the first start, and every later one is quicker.
 * It takes one more node for some seconds, so it waits for another start where the memory is short. What goes wrong costs only time.
 */
export function makeArchiveLater({ install, steps, logger, availableBytes = availableMemoryBytes }: LaterArchive): Background {
  const controller = new AbortController();
  const { signal } = controller;
  const make = async (): Promise<void> => {
    if ((await availableBytes()) < planMemory(1).totalBytes) return;
    let isNew = false;
    const onProgress = (): void => void (isNew = true);
    const archive = await ensureArchive({ install, logger, signal, onProgress });
    if (isNew && archive !== undefined) steps.note('Made a class-data archive: from now on nodes start faster');
  };
  const done = make().catch((error: unknown) => {
    if (!signal.aborted) logger.warn('No class-data archive could be made; starts take longer', { reason: String(error) });
  });
  const stop = async (): Promise<void> => {
    controller.abort();
    await done;
  };
  return { stop };
}
