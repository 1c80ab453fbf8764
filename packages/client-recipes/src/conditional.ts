import { errors } from '@ringside/core';
import type { BoundStatement, RecipeRow } from './client.ts';

/** The level of a Paxos round. `SERIAL` is one across all datacenters; `LOCAL_SERIAL` is right only where a single datacenter writes. */
export type SerialConsistency = 'SERIAL' | 'LOCAL_SERIAL';

/** A conditional write, and how to find out what became of it. */
export interface ConditionalWrite {
  /** An `INSERT … IF NOT EXISTS`, an `UPDATE … IF`, a `DELETE … IF`, or a batch with them. */
  readonly write: BoundStatement;
  /** Reads the row that the write is about, at the serial level. */
  readonly read: BoundStatement;
  /** True when the row shows that the write was applied; undefined where there is no row. */
  readonly isOurs: (row: RecipeRow | undefined) => boolean;
  /** The level of the Paxos round, and of the read. */
  readonly serialConsistency: SerialConsistency;
  /** The level of the commit: plain reads at this level see the write from then on. Left to {@link Conditional} where nothing is read so. */
  readonly consistency?: 'QUORUM' | 'LOCAL_QUORUM' | undefined;
}

/** What became of a conditional write. */
export interface ConditionalOutcome {
  /** Whether it was applied. */
  readonly applied: boolean;
  /** Where it was not applied, what is there: all that `read` selects if `wasUnknown`, else what Cassandra says of the columns that were compared. */
  readonly row: RecipeRow | undefined;
  /** True when the write's own answer did not tell, and the read did. */
  readonly wasUnknown: boolean;
}

/**
 * Sends a conditional write once, and never guesses what became of it: where the answer does not tell, it reads the row at the serial level, after which the write
 * has been applied or never will be. It bounds its waits, and rejects where the outcome stays unknown.
 *
 * @example
 * ```ts
 * import { compareAndSet } from '@ringside/resilient-client';
 *
 * const conditional: Conditional = (write) => compareAndSet(client, write);
 * ```
 */
export type Conditional = (write: ConditionalWrite) => Promise<ConditionalOutcome>;

/** How often a write is sent that certainly was not applied, and that nobody else's was in the way of. */
const ATTEMPTS = 5;

/**
 * Sends a conditional write, and sends it again, up to five times, while it was lost: when it was not applied and the row is as it was.
 *
 * @param isUnchanged true when the row is still as the write expects it
 * @throws OpsError UNAVAILABLE when it was lost five times; what `conditional` throws
 */
export async function decideWrite(
  conditional: Conditional,
  write: ConditionalWrite,
  isUnchanged: (row: RecipeRow | undefined) => boolean,
): Promise<ConditionalOutcome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = await conditional(write);
    if (outcome.applied || !outcome.wasUnknown || !isUnchanged(outcome.row)) return outcome;
  }
  throw errors.UNAVAILABLE({ message: `None of ${ATTEMPTS} attempts to write was applied, and nobody else has written either` });
}
