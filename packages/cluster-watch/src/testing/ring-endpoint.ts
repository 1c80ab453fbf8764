import type { RingEndpoint } from '@ringside/node-control';
import { simulateCluster } from '@ringside/simulated-cluster';

const [node] = simulateCluster({ datacenters: { dc1: 5 } }).nodes;
const RING: readonly RingEndpoint[] = (await node?.control.ring()) ?? [];

/** One member of a ring of five, `127.0.0.<place>`, up and in service unless `over` says otherwise. */
export function ringEndpoint(place: number, over: Partial<RingEndpoint> = {}): RingEndpoint {
  return { ...(RING[place - 1] as RingEndpoint), ...over };
}
