import type { Clock } from '@ringside/core';
import type { CommandLine, ListenPlace } from '@ringside/host';

/** How long each part of a start or a stop may take, in milliseconds. */
export interface ProcessTimes {
  /** From the begin of a start until the node takes CQL. Default: 10 minutes, because a node reads its commit log first. */
  readonly startMs: number;
  /** The peaceful part of a stop: a stop command, or a drain. Default: 3 minutes. */
  readonly stopMs: number;
  /** From SIGTERM to SIGKILL. Default: 1 minute. */
  readonly termMs: number;
  /** From SIGKILL to giving up: a process that waits for its disk ends when the disk answers. Default: 20 seconds. */
  readonly killMs: number;
  /** Between two looks at a process that starts. Default: half a second. */
  readonly pollMs: number;
}

/** What every adapter of `NodeProcess` here must know of its node. */
export interface ProcessOptions {
  /** The node, `address:port`, for messages and for names of files. */
  readonly node: string;
  /** Where it takes CQL: its process is the one that listens there, unless that is another program. */
  readonly cql: ListenPlace;
  /** Tells the node by its command line: another program that has its port is never touched. Default: it runs `CassandraDaemon`. */
  readonly isNode?: ((line: CommandLine) => boolean) | undefined;
  /** Whether it takes CQL now. An answer that takes longer than 5 seconds, or rejects, counts as no. */
  readonly isServing: (signal: AbortSignal) => Promise<boolean>;
  /** A folder of this user alone, made where it is missing. Programs that change the same node must name the same one: its lock is there. */
  readonly stateFolder: string;
  /** For waits and pauses. */
  readonly clock: Clock;
  /** Where the defaults do not fit. */
  readonly times?: Partial<ProcessTimes> | undefined;
}

const TIMES: ProcessTimes = { startMs: 600_000, stopMs: 180_000, termMs: 60_000, killMs: 20_000, pollMs: 500 };

/** The times of an adapter, defaults included. */
export function timesOf({ times }: Pick<ProcessOptions, 'times'>): ProcessTimes {
  return { ...TIMES, ...times };
}

/** A node as the first part of a file's name. */
export function fileStem(node: string): string {
  return node.replaceAll(/[:/]/g, '_');
}

/** True where a command line is that of Cassandra. */
export function isCassandra(line: CommandLine): boolean {
  return line.has('org.apache.cassandra.service.CassandraDaemon');
}
