import { type Bounds, errors, type Logger } from '@ringside/core';
import type { ProcessIdentity } from '@ringside/host';
import type { CassandraInstall } from '@ringside/cassandra-install';
import type { ClusterMode, YamlSettings } from '@ringside/cassandra-node';
import type { ClusterLayout } from './plan.ts';

/**
 * What a ring shall be. Everything but `mode` has a default. Its bounds end making it; its signal also ends getting its Cassandra, where that is asked for
 * later.
 */
export interface ClusterOptions extends Bounds {
  /**
   * `throwaway` skips syncs, lives in a temporary folder on loopback addresses of its own and ends with this process. A node of it that is killed forgets what
   * it acknowledged since its last flush, promises of Paxos included; pause it where that matters. `durable` keeps its data through `kill -9` and outlives
   * this process.
   */
  readonly mode: ClusterMode;
  /** How many nodes, in datacenter `dc1` over three racks; 1 by default. Not together with `layout`. */
  readonly nodes?: number | undefined;
  /** Nodes per rack per datacenter, such as `{ dc1: { rack1: 1, rack2: 1 }, dc2: { rack1: 1 } }`. */
  readonly layout?: ClusterLayout | undefined;
  /** Tokens per node; 1 by default. */
  readonly numTokens?: number | undefined;
  /** Largest heap of a node in MiB; 160 for throwaway nodes and 256 for durable ones by default. */
  readonly memoryMb?: number | undefined;
  /** The Cassandra to run: a line such as `4.1`, for its newest locked patch, or an exact version; `5.0.9` by default. */
  readonly cassandra?: string | undefined;
  /** Switches Accord on, so that tables may have a `transactional_mode`; needs Cassandra 6.0. False by default. */
  readonly accord?: boolean | undefined;
  /**
   * The ring's folder: needed for a durable ring. For a throwaway ring a new temporary one by default; it must be new or empty, and goes
   * with the ring.
   */
  readonly directory?: string | undefined;
  /** The cluster's name; `ringside` by default. */
  readonly name?: string | undefined;
  /** Settings of cassandra.yaml over the small-node ones. */
  readonly yaml?: YamlSettings | undefined;
  /** System properties over ours; without `-D`. */
  readonly jvmProperties?: Readonly<Record<string, string>> | undefined;
  /** JSON of cassandra.yaml settings over everything else; the variable `CONFIG_OVERRIDE_JSON` by default. */
  readonly configOverrideJson?: string | undefined;
  /** A folder of extra Java agents: `*.jar`, each with its options in `*.options`. */
  readonly agentsDirectory?: string | undefined;
  /** See `portsFor`; 9000 by default. */
  readonly portBase?: number | undefined;
  /** The first three numbers of the nodes' addresses; a free block for throwaway rings and `127.0.0` for durable ones by default. */
  readonly addressBlock?: string | undefined;
  /** Puts a relay in this process in front of every node, so that `partition` works. Throwaway rings only. */
  readonly partitionable?: boolean | undefined;
  /** A Cassandra that is already there, instead of the one that `getCassandra` gets. */
  readonly install?: CassandraInstall | undefined;
  /**
   * When a class-data archive that is missing is made: `first`, the default, before a node starts, which then starts quicker; `later` not at
   * all, by whoever calls `ensureArchive` when it has time. One that is there is used in any case.
   */
  readonly archive?: 'first' | 'later' | undefined;
  /** The process whose end is the end of a throwaway ring; this one by default. */
  readonly owner?: ProcessIdentity | undefined;
  /** Gets warnings about what went wrong but did not stop the work. Default: they are dropped. */
  readonly logger?: Logger | undefined;
  /** Told about each step: one short sentence. */
  readonly onProgress?: ((step: string) => void) | undefined;
}

const MIN_HEAP_MB = 96;

/** The largest heap of a node in MiB. @throws OpsError `INVALID_ARGUMENT` for one that Cassandra cannot live in */
export function heapMbOf({ memoryMb, mode }: ClusterOptions): number {
  const heapMb = memoryMb ?? (mode === 'durable' ? 256 : 160);
  if (!Number.isInteger(heapMb) || heapMb < MIN_HEAP_MB) {
    throw errors.INVALID_ARGUMENT({
      message: `${heapMb} MiB is not a heap that Cassandra can run in`,
      remedy: `Give each node at least ${MIN_HEAP_MB} MiB.`,
    });
  }
  return heapMb;
}

/** Refuses combinations that have no meaning. @throws OpsError `INVALID_ARGUMENT` */
export function checkOptions(options: ClusterOptions): void {
  const fail = (message: string, remedy: string): never => {
    throw errors.INVALID_ARGUMENT({ message, remedy });
  };
  if (options.mode === 'durable' && options.directory === undefined) fail('A durable ring needs a folder', 'Say where with `directory`.');
  if (options.mode === 'durable' && options.partitionable === true) {
    fail('A durable ring cannot be partitioned: its relay would end with this process', 'Use a throwaway ring.');
  }
  const block = options.addressBlock;
  if (block !== undefined && !/^127\.\d{1,3}\.\d{1,3}$/.test(block)) {
    fail(`"${block}" is not a block of loopback addresses`, 'Write its first three numbers, like 127.0.0.');
  }
}
