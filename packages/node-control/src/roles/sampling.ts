import type { CallOptions } from './call-options.ts';
import type { TableReference } from './storage.ts';

/** What can be sampled: how often partitions are read, written and contended for, the largest writes and the slowest reads. */
export type Sampler = 'reads' | 'writes' | 'casContentions' | 'writeBytes' | 'localReadMicros';

/** Every {@link Sampler}. */
export const SAMPLERS: readonly Sampler[] = ['reads', 'writes', 'casContentions', 'writeBytes', 'localReadMicros'];

/** How to sample a node. */
export interface SampleRequest extends CallOptions {
  /** The table to sample. Default: all of them, Cassandra's own included. */
  readonly table?: TableReference | undefined;
  /** For how long. The node stops by itself after that, whatever becomes of who asked. */
  readonly durationMs: number;
  /** How many to tell of for each sampler. */
  readonly top: number;
}

/** What a sampler saw most of. */
export interface Sample {
  /** The keyspace, case kept. */
  readonly keyspace: string;
  /** The table, case kept. */
  readonly table: string;
  /** The partition key as Cassandra writes it; of the slowest reads the statement. */
  readonly key: string;
  /** How much was seen of it. */
  readonly count: number;
  /** By how much `count` may be too high. */
  readonly error: number;
}

/** What is in the requests of a node just now. */
export interface NodeSampling {
  /**
   * Samples what the node does for a while; of each sampler the most come first. Fails with `NODE_REFUSED` while somebody else samples the same, and with
   * `NOT_FOUND` for an unknown table.
   */
  hotPartitions(request: SampleRequest): Promise<Readonly<Record<Sampler, readonly Sample[]>>>;
}
