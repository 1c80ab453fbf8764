import type { Routes } from '@ringside/api';
import type { StopJudge } from '@ringside/cluster-answers';
import type { Clock } from '@ringside/core';
import type { HandlersOf } from '@ringside/route-server';
import { changeOperation, readOperation } from './change-operation.ts';
import { operationAnswersErrors } from './errors.ts';
import { createLifecycle } from './lifecycle.ts';
import type { OperationParts } from './parts.ts';
import { repairCluster, type RepairServices } from './repair.ts';
import { type HostIds, jobOf } from './operational-jobs.ts';
import { restartNodes } from './restart.ts';
import { OperationWatch } from './watch-operation.ts';

/** The routes about operations, and about the process of a node. */
export type OperationRoute =
  | 'changeOperation'
  | 'lifecycle'
  | 'operation'
  | 'operationalJob'
  | 'operationalJobs'
  | 'operationEvents'
  | 'operations'
  | 'repairCluster'
  | 'restartNodes'
  | 'setLifecycle';

/** What {@link handlersOfOperations} works with. */
export interface OperationServices<Instance> {
  /** Undefined where the sidecar takes no part: every route then answers OPERATIONS_OFF. */
  readonly parts: OperationParts<Instance> | undefined;
  /** Judges whether nodes may be stopped. */
  readonly judge: StopJudge<Instance>;
  /** The names of a keyspace's tables and materialized views, as a node has them. */
  readonly tablesOf: RepairServices<Instance>['tablesOf'];
  /** The host ids of all nodes, as a node has them; undefined where it does not answer. */
  readonly hostIdsOf: (instance: Instance) => Promise<HostIds | undefined>;
  /** Says when things were asked for. */
  readonly clock: Clock;
  /** Tells the engine that there is something new. */
  readonly wake: () => void;
}

const MOST_LISTED = 20;
/** Who asks, where the sidecar asks nobody who they are. */
const NOBODY_KNOWN = 'anonymous';

/** The handlers of the routes about operations. */
export function handlersOfOperations<Instance>({
  parts,
  judge,
  tablesOf,
  hostIdsOf,
  clock,
  wake,
}: OperationServices<Instance>): Pick<HandlersOf<Routes, Instance>, OperationRoute> {
  const lifecycle = createLifecycle(clock);
  const taken = parts && { ...parts, watch: new OperationWatch(parts.store, clock) };
  const on = (): NonNullable<typeof taken> => {
    if (taken !== undefined) return taken;
    throw operationAnswersErrors.OPERATIONS_OFF({ message: 'Operations are not switched on at this sidecar' });
  };
  return {
    restartNodes: async ({ instance: asked, body: request, caller: requestedBy = NOBODY_KNOWN, signal }) => {
      const body = await restartNodes({ store: on().store, judge, clock }, { asked, request, requestedBy, signal });
      if (body.operation !== null) wake();
      return { body };
    },
    repairCluster: async ({ instance: asked, body: request, caller: requestedBy = NOBODY_KNOWN, signal }) => {
      const body = await repairCluster({ store: on().store, judge, tablesOf, clock }, { asked, request, requestedBy, signal });
      if (body.operation !== null) wake();
      return { body };
    },
    operations: async ({ params: { limit = MOST_LISTED }, signal }) => {
      const { store } = on();
      const [active, operations] = await Promise.all([store.active({ signal }), store.list(limit, { signal })]);
      return { body: { active: active ?? null, operations } };
    },
    operation: async ({ params: { operationId }, signal }) => ({ body: await readOperation(on().store, operationId, { signal }) }),
    operationEvents: async ({ params: { operationId }, signal }) => ({ events: await on().watch.follow(operationId, signal) }),
    operationalJobs: async ({ instance, signal }) => {
      const { store } = on();
      const active = await store.active({ signal });
      const operation = active === undefined ? undefined : await store.read(active, { signal });
      return { body: { jobs: operation === undefined ? [] : [jobOf(operation, await hostIdsOf(instance))] } };
    },
    operationalJob: async ({ instance, params: { operationId }, signal }) => {
      const operation = await readOperation(on().store, operationId, { signal });
      return { status: operation.state === 'running' ? 202 : 200, body: jobOf(operation, await hostIdsOf(instance)) };
    },
    changeOperation: async ({ params: { operationId }, body: { intent }, signal }) => {
      const body = await changeOperation(on().store, operationId, intent, { signal });
      wake();
      return { body };
    },
    lifecycle: async ({ instance }) => ({ body: await lifecycle.look(on().nodeOf(instance)) }),
    setLifecycle: async ({ instance, body: { state } }) => {
      const body = await lifecycle.bring(on().nodeOf(instance), state.toLowerCase() === 'start' ? 'RUNNING' : 'STOPPED');
      return { status: body.status === 'CONVERGED' ? 200 : 202, body };
    },
  };
}
