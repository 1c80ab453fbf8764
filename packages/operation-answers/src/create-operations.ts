import { randomUUID } from 'node:crypto';
import type { Routes } from '@ringside/api';
import { canStopHandlers, createStopJudge, type StoppableNode, type StopServices } from '@ringside/cluster-answers';
import { type Clock, deadlineIn } from '@ringside/core';
import { formatEndpoint, type KeyspaceName } from '@ringside/model';
import { createEngine } from '@ringside/operation-engine';
import type { OperationStore } from '@ringside/operations';
import type { HandlersOf } from '@ringside/route-server';
import type { RunningOperation } from '@ringside/safety';
import { clusterJudge } from './cluster-judge.ts';
import { handlersOfOperations, type OperationRoute } from './handlers.ts';
import type { HostIds } from './operational-jobs.ts';
import { engineNodes, type OperationParts } from './parts.ts';

/** What {@link createOperations} needs. */
export interface OperationsOptions<Instance extends StoppableNode> extends Omit<StopServices<Instance>, 'operations'> {
  /** Undefined for a sidecar that takes no part in operations. */
  readonly parts: OperationParts<Instance> | undefined;
  /** Gets what went wrong and is tried again, in sentences. */
  readonly note: (sentence: string) => void;
}

/** A sidecar's part in operations. */
export interface Operations<Instance> {
  /** What it answers of them, and of whether nodes may be stopped. */
  readonly handlers: Pick<HandlersOf<Routes, Instance>, 'canStop' | 'restartBatches' | OperationRoute>;
  /** Begins to take part in operations; to be called once. */
  start(): void;
  /** Takes no part any more; what was begun goes on in the next life of the sidecar. Never rejects. */
  stop(): Promise<void>;
}

/** How long can-stop waits to hear which operation runs. */
const ACTIVE_WITHIN_MS = 2_000;
/** How long the engine may take to end. */
const END_WITHIN_MS = 1_000;

/** Makes a sidecar's part in operations: also of one that takes none, whose handlers say so. Nothing is begun yet. */
export function createOperations<Instance extends StoppableNode>(options: OperationsOptions<Instance>): Operations<Instance> {
  const { parts, clock, instances, note } = options;
  const judge = createStopJudge({ ...options, ...(parts && { operations: (signal) => runningIn(parts.store, clock, signal) }) });
  const tablesOf = (instance: Instance, keyspace: KeyspaceName): Promise<readonly string[]> => instance.cql.tableNames(keyspace);
  const engine =
    parts &&
    createEngine({
      store: parts.store,
      nodes: engineNodes(instances, parts),
      judge: clusterJudge(judge, instances),
      owner: randomUUID(),
      clock,
      note,
    });
  const ending = new AbortController();
  let running: Promise<void> | undefined;
  return {
    handlers: {
      ...canStopHandlers(judge),
      ...handlersOfOperations({ parts, judge, tablesOf, hostIdsOf, clock, wake: () => engine?.wake() }),
    },
    start: () => {
      running = engine?.run(ending.signal);
    },
    stop: async () => {
      ending.abort();
      const late = new AbortController();
      await Promise.race([running, clock.sleep(END_WITHIN_MS, late.signal)]);
      late.abort();
      await parts?.close();
    },
  };
}

/** The host ids of all nodes, as a node has them in its ring. */
async function hostIdsOf({ reads }: Pick<StoppableNode, 'reads'>): Promise<HostIds | undefined> {
  const ring = await reads.ring().catch(() => undefined);
  return ring && new Map(ring.flatMap((endpoint) => (endpoint.hostId === null ? [] : [[formatEndpoint(endpoint), endpoint.hostId]])));
}

/** The operation that has not ended: it needs every node to be as it is. Undefined where there is none, or nobody can say. */
async function runningIn(store: OperationStore, clock: Clock, signal: AbortSignal): Promise<readonly RunningOperation[] | undefined> {
  const active = await store.active({ signal, deadline: deadlineIn(clock, ACTIVE_WITHIN_MS) }).catch(() => undefined);
  return active === undefined ? undefined : [{ name: `Operation ${active}`, nodes: [] }];
}
