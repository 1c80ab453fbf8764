import type { RepairAnswer, RepairPlanAnswer, RepairRequest } from '@ringside/api';
import type { StopJudge } from '@ringside/cluster-answers';
import { errors, nearest } from '@ringside/core';
import { type KeyspaceName, keyspaceName } from '@ringside/model';
import { begun, type RepairedTable } from '@ringside/operations';
import { type KnownCluster, planRepair, repairableKeyspaces } from '@ringside/safety';
import { begin, begunBefore, type BeginServices, refuseActive, refuseUnsafe } from './begin.ts';

/** What {@link repairCluster} works with. */
export interface RepairServices<Instance> extends BeginServices {
  /** Knows the cluster. */
  readonly judge: Pick<StopJudge<Instance>, 'known'>;
  /** The names of a keyspace's tables and materialized views, as a node has them. */
  readonly tablesOf: (asked: Instance, keyspace: KeyspaceName) => Promise<readonly string[]>;
}

/** A repair as it is asked for. */
export interface AskedRepair<Instance> {
  /** The node that is asked how the cluster is. */
  readonly asked: Instance;
  /** What, and how. */
  readonly request: RepairRequest;
  /** Who asks. */
  readonly requestedBy: string;
  /** Aborts when they have left. */
  readonly signal: AbortSignal;
}

/**
 * Plans a repair, and begins it unless only the plan is wanted.
 *
 * @throws OpsError OPERATION_REFUSED where a replica is missing, OPERATION_ACTIVE, OPERATIONS_UNAVAILABLE, NOT_FOUND, INVALID_ARGUMENT
 */
export async function repairCluster<Instance>(
  services: RepairServices<Instance>,
  { asked, request, requestedBy, signal }: AskedRepair<Instance>,
): Promise<RepairAnswer> {
  const { reason, dryRun = false } = request;
  const id = request.id?.toLowerCase();
  const before = await begunBefore(services, id, signal);
  if (!dryRun && before === undefined) await refuseActive(services, signal);
  const plan = await planOf(services, asked, request);
  if (dryRun || before !== undefined) return { operation: before ?? null, plan };
  refuseUnsafe(plan.refusals);
  const { batches, tables, type } = plan;
  const work = { kind: 'repair', batches, levels: {}, repair: { tables, type } } as const;
  const operation = await begin(services, { id, ...work, requestedBy, reason: reason ?? null }, signal);
  return { operation: begun(operation), plan };
}

async function planOf<Instance>(services: RepairServices<Instance>, asked: Instance, request: RepairRequest): Promise<RepairPlanAnswer> {
  const cluster = await services.judge.known(asked);
  const keyspaces = keyspacesOf(cluster, request);
  const { batches, refusals } = planRepair({ cluster, keyspaces });
  const tables = await Promise.all(keyspaces.map((keyspace) => tablesOf(services, asked, { keyspace, named: request.tables })));
  return { tables: tables.flat(), type: request.type ?? 'full', batches, refusals };
}

/** Traces and the history of repairs: nobody misses a row of them. */
const NOT_WORTH_IT: ReadonlySet<string> = new Set(['system_traces', 'system_distributed']);

function keyspacesOf(cluster: KnownCluster, { keyspaces, tables }: RepairRequest): readonly string[] {
  if (tables !== undefined && keyspaces?.length !== 1)
    throw errors.INVALID_ARGUMENT({ message: 'Tables are named without their keyspace', remedy: 'Name exactly one keyspace with them.' });
  const named = [...new Set(keyspaces ?? repairableKeyspaces(cluster).filter((name) => !NOT_WORTH_IT.has(name)))].toSorted();
  if (named.length > 0) return named;
  throw errors.INVALID_ARGUMENT({
    message: 'There is no keyspace to repair',
    remedy: 'Keyspaces with more than one replica can be repaired.',
  });
}

async function tablesOf<Instance>(
  services: RepairServices<Instance>,
  asked: Instance,
  { keyspace, named }: { readonly keyspace: string; readonly named: readonly string[] | undefined },
): Promise<readonly RepairedTable[]> {
  const all = await services.tablesOf(asked, keyspaceName(keyspace));
  const missing = named?.find((table) => !all.includes(table));
  if (missing !== undefined) throw noTable(keyspace, missing, all);
  return [...new Set(named ?? all)].toSorted().map((table) => ({ keyspace, table }));
}

function noTable(keyspace: string, table: string, all: readonly string[]): Error {
  const near = nearest(table, all);
  const remedy = near === undefined ? 'Table names keep their case.' : `Did you mean ${near}?`;
  return errors.NOT_FOUND({ message: `There is no table ${table} in keyspace ${keyspace}`, remedy });
}
