import type { Asked, DashboardClient } from './client.ts';

/** Something that a view shows: which routes it asks, and how. Make it once, outside of what renders, or memoize it. */
export interface Source<T> {
  /** For what is said to somebody who may not ask one of them. */
  readonly needs: readonly Asked[];
  /** Whether it makes nodes walk their disks, or the sidecar ask all others: asked once a minute then, whatever the news. */
  readonly isCostly?: boolean;
  /** One round of requests. Rejects as the client does: nothing is shown half. */
  readonly ask: (client: DashboardClient, signal: AbortSignal) => Promise<T>;
}
