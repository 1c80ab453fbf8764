import { integer, listOf, object, oneOf, type Schema, text } from '@ringside/route-kit';
import { count } from './count.ts';

/** A partition that was seen often, or a statement that took long. */
export interface HotPartition {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** Without quotes, case kept. */
  readonly table: string;
  /** Its key as Cassandra writes it, columns of it divided by `:`; of `localReads` the statement. */
  readonly key: string;
  /** How much was seen of it. */
  readonly count: number;
  /** By how much `count` may be too high. */
  readonly error: number;
}

/** What was looked at while a node was sampled. */
export interface HotSample {
  /** `reads`, `writes` and `casContentions` count; `writeBytes` are the largest writes, `localReadMicros` the slowest reads. */
  readonly sampler: 'reads' | 'writes' | 'casContentions' | 'writeBytes' | 'localReadMicros';
  /** The most first. */
  readonly partitions: readonly HotPartition[];
}

/** Hot partitions of a node. */
export interface HotPartitionsAnswer {
  /** For how long it was sampled. */
  readonly durationMs: number;
  /** One for each sampler. */
  readonly samples: readonly HotSample[];
}

/** Schema of {@link HotPartitionsAnswer}. */
export const hotPartitionsAnswer: Schema<HotPartitionsAnswer> = object({
  durationMs: count,
  samples: listOf(
    object({
      sampler: oneOf('reads', 'writes', 'casContentions', 'writeBytes', 'localReadMicros'),
      partitions: listOf(object({ keyspace: text(), table: text(), key: text(), count: integer(), error: integer() })),
    }),
  ),
});
