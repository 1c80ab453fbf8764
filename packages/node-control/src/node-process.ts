import type { Bounds } from '@ringside/core';

/** Every state in which {@link NodeProcess} can find a process. */
export const PROCESS_STATES = ['gone', 'starting', 'up', 'stuck'] as const;

/**
 * How the process of a node is: there is none (`gone`); it runs and does not take CQL yet (`starting`); it takes CQL (`up`); it runs, but is stopped by a
 * signal, or has not come to take CQL for longer than a start may take (`stuck`).
 */
export type ProcessState = (typeof PROCESS_STATES)[number];

/** What was found of the process of a node. */
export interface ProcessLook {
  /** How it is. */
  readonly state: ProcessState;
  /** Its process id; undefined where it is gone. */
  readonly pid: number | undefined;
  /** The same in one sentence, with what is known of the reason: the last lines of the log of a process that ended by itself, for instance. */
  readonly sentence: string;
}

/**
 * The Cassandra process beside a sidecar. No two calls change it at a time, whoever makes them: also from two programs on the same machine. What was begun goes on when the
 * caller gives up, so that a node is never left half stopped; the next call finds what became of it.
 */
export interface NodeProcess {
  /** How it is now. Never rejects: what cannot be looked at is said in the sentence. */
  look(): Promise<ProcessLook>;
  /**
   * Has the node tell the others that it leaves, flush and end, and resolves when the process is gone. First in peace, then by SIGTERM, then by SIGKILL, each within a bound.
   * Does nothing where it is gone.
   *
   * @throws OpsError PROCESS_NOT_STOPPED when it is still there at the end
   */
  stop(bounds?: Bounds): Promise<void>;
  /**
   * Starts it, and resolves when it takes CQL. Does nothing where it is up; waits where it is starting.
   *
   * @throws OpsError PROCESS_NOT_STARTED with the reason, as far as its log tells
   */
  start(bounds?: Bounds): Promise<void>;
}
