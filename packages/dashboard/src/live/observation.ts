import type { ConsistencyLevel } from '@ringside/model';
import type { DashboardClient } from './client.ts';

/** What the page shows at one moment; every part comes from one round of requests. */
export interface Observation {
  readonly nodes: Awaited<ReturnType<DashboardClient['nodes']>>['nodes'];
  readonly ring: Awaited<ReturnType<DashboardClient['ring']>>;
  readonly availability: Awaited<ReturnType<DashboardClient['availability']>>;
}

/**
 * Asks the sidecar for everything the page shows, all at once.
 *
 * @param consistency the consistency level to judge availability at
 * @throws OpsError as the client does; nothing is shown half
 */
export async function observe(client: DashboardClient, consistency: ConsistencyLevel, signal: AbortSignal): Promise<Observation> {
  const [{ nodes }, ring, availability] = await Promise.all([
    client.nodes({}, { signal }),
    client.ring({}, { signal }),
    client.availability({ consistency }, { signal }),
  ]);
  return { nodes, ring, availability };
}
