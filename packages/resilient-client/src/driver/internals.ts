import type cassandra from 'cassandra-driver';

/** What is used of a host of the driver's (cassandra-driver 4.10, lib/host.js); not in its declarations. */
interface HostInternals {
  getInFlight(): number;
}

/** Requests that the host has not answered, those that nobody waits for any more included. */
export function inFlightOf(host: cassandra.Host): number {
  return (host as unknown as HostInternals).getInFlight();
}

/** What the driver's tracker is given as a latency: seconds and nanoseconds, as `process.hrtime()`. */
export function toMs([seconds = 0, nanoseconds = 0]: readonly number[]): number {
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** The statement of a request, or those of a batch. */
export type QueryInfo = string | readonly object[];
