import { formatEndpoint } from '@ringside/model';
import type { Handlers, Services } from './context.ts';

/** The sidecar's metrics, for a monitoring that comes by; and a node's last hour. */
export function metricsHandlers({ metrics }: Services): Handlers<'metrics' | 'history'> {
  return {
    metrics: async ({ params: { accept }, signal }) => ({ text: await metrics.read(accept, signal) }),
    history: async ({ instance: { host: address, port } }) => ({ body: metrics.history(formatEndpoint({ address, port })) }),
  };
}
