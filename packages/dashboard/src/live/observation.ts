import type { SidecarClient } from '@ringside/api';
import type { ConsistencyLevel } from '@ringside/model';

/** What the page shows at one moment; every part comes from one round of requests. */
export interface Observation {
  readonly nodes: Awaited<ReturnType<SidecarClient['nodes']>>['nodes'];
  readonly ring: Awaited<ReturnType<SidecarClient['ring']>>;
  readonly availability: Awaited<ReturnType<SidecarClient['availability']>>;
}

/**
 * Asks the sidecar for everything the page shows, all at once.
 *
 * @param consistency the consistency level to judge availability at
 * @throws OpsError as the client does; nothing is shown half
 */
export async function observe(client: SidecarClient, consistency: ConsistencyLevel, signal: AbortSignal): Promise<Observation> {
  const [{ nodes }, ring, availability] = await Promise.all([
    client.nodes({}, { signal }),
    client.ring({}, { signal }),
    client.availability({ consistency }, { signal }),
  ]);
  return { nodes, ring, availability };
}
