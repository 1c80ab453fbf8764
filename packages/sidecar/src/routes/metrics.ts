import type { Handlers, Services } from './context.ts';

/** The sidecar's metrics, for a monitoring that comes by. */
export function metricsHandlers({ metrics }: Services): Handlers<'metrics'> {
  return { metrics: async ({ params: { accept }, signal }) => ({ text: await metrics.read(accept, signal) }) };
}
