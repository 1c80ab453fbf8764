import { formatEndpoint } from '@ringside/model';
import type { Handlers, Services } from './context.ts';

const NO_HISTORY = { stepMs: 10_000, timesMs: [], series: [] };

/** The sidecar's metrics, for a monitoring that comes by; and what it kept of a node's last hour. */
export function metricsHandlers({ metrics }: Services): Handlers<'metrics' | 'history'> {
  return {
    metrics: async ({ params: { accept }, signal }) => ({ text: await metrics.read(accept, signal) }),
    history: async ({ instance: { host: address, port } }) => {
      const kept = metrics.history(formatEndpoint({ address, port }));
      return { body: { isKept: kept !== undefined, ...(kept ?? NO_HISTORY) } };
    },
  };
}
