import cassandra from 'cassandra-driver';
import { type Clock, retry, type RetryPolicy, systemClock } from '@ringside/core';
import { resilientClientErrors } from '../errors.ts';
import { type CasError, casFault } from './outcome.ts';

const { consistencies } = cassandra.types;

/** A statement with the values of its `?`. */
export interface BoundStatement {
  /** The statement, with a `?` for each value. */
  readonly statement: string;
  /** The values, in the order of the `?`. */
  readonly values: readonly unknown[];
}

/** A conditional write, and how to find out what became of it. */
export interface CompareAndSet {
  /** Such as `INSERT … IF NOT EXISTS`. */
  readonly write: BoundStatement;
  /** Reads the row that the write is about; it is sent at the serial level. */
  readonly read: BoundStatement;
  /** True when the row shows this very write: it has an id that nobody else writes. Undefined where there is no row. */
  readonly isOurs: (row: cassandra.types.Row | undefined) => boolean;
  /** The level of the Paxos round, and of the read. Default: LOCAL_SERIAL. */
  readonly serialConsistency?: 'SERIAL' | 'LOCAL_SERIAL' | undefined;
  /**
   * The level of the commit, whatever the client's own default is: plain reads at this level see the write from then on. Default: QUORUM for SERIAL, LOCAL_QUORUM for
   * LOCAL_SERIAL.
   */
  readonly consistency?: 'QUORUM' | 'LOCAL_QUORUM' | undefined;
  /**
   * How long a coordinator that does not answer may still be at work, in milliseconds: the node's `cas_contention_timeout` and `write_request_timeout`
   * together. Default: 4 s, a little more than Cassandra's defaults.
   */
  readonly settleMs?: number | undefined;
}

/** What became of a conditional write. */
export interface CompareAndSetResult {
  /** Whether this write is the one that was applied. */
  readonly applied: boolean;
  /**
   * The row that is there, where the write was not applied; undefined where there is none. If `wasUnknown` and the row still meets the condition, the write lost
   * its Paxos round against others that had not finished, or none of it got through: nobody else's value is in its way, and it can be sent again.
   */
  readonly row: cassandra.types.Row | undefined;
  /** True when the write's own answer did not tell, and a read at the serial level did. */
  readonly wasUnknown: boolean;
}

const SETTLE_MS = 4_000;

const SERIAL_LEVELS = { SERIAL: consistencies.serial, LOCAL_SERIAL: consistencies.localSerial };
const COMMIT_LEVELS = { QUORUM: consistencies.quorum, LOCAL_QUORUM: consistencies.localQuorum };

/** Where many write the same row, the Paxos round of a read can lose against theirs: it is tried again, ever later, each at its own time. */
const READS: RetryPolicy = {
  attempts: 5,
  backoff: { firstMs: 200, factor: 2, mostMs: 2_000, jitter: 1 },
  retries: (error) => casFault(error as CasError) !== 'refused',
};

/**
 * Sends a conditional write once and never leaves its outcome open. Where the answer does not tell (a time-out, a lost connection, "unavailable"), the row is
 * read at the serial level: that is a Paxos round of its own, after which an earlier proposal is either applied or can no longer be. The read is tried up to five
 * times.
 *
 * @param client sends the write, and the read where that is needed
 * @throws OpsError COMPARE_AND_SET_UNKNOWN when each of the reads fails too; the driver's error when the write was refused before anything was proposed
 */
export async function compareAndSet(
  client: cassandra.Client,
  request: CompareAndSet,
  clock: Clock = systemClock,
): Promise<CompareAndSetResult> {
  const { write, serialConsistency = 'LOCAL_SERIAL' } = request;
  const { consistency = serialConsistency === 'SERIAL' ? 'QUORUM' : 'LOCAL_QUORUM' } = request;
  const serial = SERIAL_LEVELS[serialConsistency];
  try {
    const options = { prepare: true, serialConsistency: serial, consistency: COMMIT_LEVELS[consistency] };
    const answer = await client.execute(write.statement, [...write.values], options);
    const applied = answer.wasApplied();
    return { applied, row: applied ? undefined : (answer.first() ?? undefined), wasUnknown: false };
  } catch (error) {
    const fault = casFault(error as CasError);
    if (fault === 'refused') throw error;
    return await resolve(client, request, { level: serial, isRunning: fault === 'still-running', cause: error as Error, clock });
  }
}

interface Resolving {
  readonly level: number;
  readonly isRunning: boolean;
  readonly cause: Error;
  readonly clock: Clock;
}

async function resolve(
  client: cassandra.Client,
  request: CompareAndSet,
  { level, isRunning, cause, clock }: Resolving,
): Promise<CompareAndSetResult> {
  const { read, isOurs, settleMs = SETTLE_MS } = request;
  const readOnce = async (): Promise<cassandra.types.Row | undefined> => {
    const answer = await client.execute(read.statement, [...read.values], { prepare: true, consistency: level, isIdempotent: true });
    return answer.first() ?? undefined;
  };
  const look = (): ReturnType<typeof readOnce> => retry(READS, readOnce, { clock, random: Math.random });
  try {
    let row = await look();
    if (isRunning && !isOurs(row)) {
      await clock.sleep(settleMs);
      row = await look();
    }
    const applied = isOurs(row);
    return { applied, row: applied ? undefined : row, wasUnknown: true };
  } catch (unread) {
    const message = `The conditional write may have been applied or not: ${cause.message}, and the row could not be read: ${(unread as Error).message}`;
    throw resilientClientErrors.COMPARE_AND_SET_UNKNOWN({ message, cause });
  }
}
