/** How long a route may take: `long` ones wait for a disk or for a node's work. */
export type Duration = 'short' | 'long';

/** How long a sidecar works on a request before it answers 408, unless it is configured otherwise; everything else follows from these. */
export const TIME_LIMITS_MS: Readonly<Record<Duration, number>> = { short: 30_000, long: 300_000 };

/** For the way there and back, so that a sidecar's own answer comes before its client gives up. */
const ON_THE_WAY_MS = 5_000;

/** A connection over which events come is never silent for longer, so that a client knows a dead one from a quiet one. */
export const HEARTBEAT_MS = 15_000;

/** How long a client waits for the answer of a route, or for the next piece of one that comes in pieces. */
export function clientTimeoutMs(duration: Duration): number {
  return TIME_LIMITS_MS[duration] + ON_THE_WAY_MS;
}
