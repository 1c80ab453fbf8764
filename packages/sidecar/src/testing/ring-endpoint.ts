import type { RingEndpoint } from '@ringside/node-control';
import { simulatedNodes } from './simulated-sidecar.ts';

const [node] = simulatedNodes(5);
const RING: readonly RingEndpoint[] = (await node?.control.ring()) ?? [];

/** One member of a ring of five, `127.0.0.<place>`, up and in service unless `over` says otherwise. */
export function ringEndpoint(place: number, over: Partial<RingEndpoint> = {}): RingEndpoint {
  return { ...(RING[place - 1] as RingEndpoint), ...over };
}
