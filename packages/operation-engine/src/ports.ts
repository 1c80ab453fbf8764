import type { Clock } from '@ringside/core';
import type { NodeProcess, NodeRepair } from '@ringside/node-control';
import type { OperationJournal, OperationStore } from '@ringside/operations';

/** A node beside the sidecar, with what is needed to do something with it. */
export interface EngineNode {
  /** Its endpoint, `address:port`. */
  readonly node: string;
  /** Its process. */
  readonly process: NodeProcess;
  /** Repairs of its data. */
  readonly repair: NodeRepair;
  /** What was begun with it. */
  readonly journal: OperationJournal;
}

/** What is known of the cluster. */
export interface ClusterJudge {
  /**
   * Why these nodes may not be stopped together now, in sentences; empty where they may. Those of them that are down already count as stopped.
   *
   * @param nodes the nodes to stop, by endpoint: `address:port`
   * @param levels levels that users of keyspaces need, by keyspace
   */
  whyNotStop(nodes: readonly string[], levels: Readonly<Record<string, string>>): Promise<readonly string[]>;
  /** Why a node's part of these keyspaces may not be repaired now, in sentences; empty where it may. */
  whyNotRepair(node: string, keyspaces: readonly string[]): Promise<readonly string[]>;
  /** Why a node that takes CQL is not back yet for everybody: a peer that has it down, a schema that differs; undefined where it is. */
  whyNotBack(node: string): Promise<string | undefined>;
}

/** What {@link createEngine} works with. */
export interface EnginePorts {
  /** Where operations are shared. */
  readonly store: OperationStore;
  /** Finds each node beside this sidecar; undefined, or a rejection, while it is not known who that is. */
  readonly nodes: readonly (() => Promise<EngineNode | undefined>)[];
  /** What is known of the cluster. */
  readonly judge: ClusterJudge;
  /** An id that no other life of a sidecar has, such as a random UUID. */
  readonly owner: string;
  /** For pauses and bounds. */
  readonly clock: Clock;
  /** Gets what went wrong and is tried again, in sentences. The same sentence is given once until another one comes. */
  readonly note: (sentence: string) => void;
}
