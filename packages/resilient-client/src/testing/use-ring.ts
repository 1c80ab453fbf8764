import { afterEach } from 'vitest';
import { ResilientClient, type ResilienceOptions, type ResilientClientOptions } from '../client.ts';
import { type FakeRing, type FakeRingOptions, startFakeRing } from './fake-ring.ts';

export const SELECT = 'SELECT name FROM items WHERE id = ?';
export const INSERT = 'INSERT INTO items (id, name) VALUES (?, ?)';
export const READ: { readonly prepare: boolean; readonly isIdempotent: boolean } = { prepare: true, isIdempotent: true };
/** Nothing of the hosts' speed changes a plan: what such tests look at does not depend on the machine. */
export const CALM: ResilienceOptions = { quarantine: { fewestSamples: Infinity }, hedging: { mostShare: 0, mostSaved: 0 } };

/** Rings and clients of one test, closed after it. */
export interface Opener {
  readonly ring: (options?: Partial<FakeRingOptions>) => Promise<FakeRing>;
  readonly client: (ring: FakeRing, options?: ResilientClientOptions) => ResilientClient;
}

/** Opens rings and clients in a test file, on addresses of its own. */
export function useRings(network: string): Opener {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).toReversed()) await each.close();
  });
  return {
    ring: async (options) => {
      const ring = await startFakeRing({ network, ...options });
      open.push(ring);
      return ring;
    },
    client: ({ contactPoints, port }, options) => {
      const places = { contactPoints: [...contactPoints], protocolOptions: { port } };
      const client = new ResilientClient({ ...places, keyspace: 'shop', resilience: CALM, ...options });
      open.push({ close: () => client.shutdown() });
      return client;
    },
  };
}

/** How often each node was sent a statement. */
export const askedOf = ({ nodes }: FakeRing, query: string): readonly number[] =>
  nodes.map(({ asked }) => asked.filter((each) => each.query === query).length);

/** All of them together. */
export const sum = (counts: readonly number[]): number => counts.reduce((total, each) => total + each, 0);
