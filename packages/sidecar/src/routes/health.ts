import type { HealthAnswer } from '@ringside/api';
import type { Whole } from '@ringside/route-kit';
import { probes } from '../instance/probes.ts';
import type { Handlers, Services } from './context.ts';

/** Health of the sidecar, of CQL and of the management interface; and the sidecar's clock. */
export function healthHandlers({ clock, allowableSkewMinutes }: Services): Handlers<'health' | 'nativeHealth' | 'jmxHealth' | 'timeSkew'> {
  return {
    health: async () => ({ body: { status: 'OK' } }),
    nativeHealth: async ({ instance }) => healthOf(probes.cql(instance)),
    jmxHealth: async ({ instance }) => healthOf(probes.control(instance)),
    timeSkew: async () => ({ body: { currentTime: clock.nowMs(), allowableSkewInMinutes: allowableSkewMinutes } }),
  };
}

async function healthOf(probe: Promise<unknown>): Promise<Whole<HealthAnswer>> {
  return probe.then(
    () => ({ body: { status: 'OK' } }),
    () => ({ status: 503, body: { status: 'NOT_OK' } }),
  );
}
