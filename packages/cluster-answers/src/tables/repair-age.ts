import { setImmediate as othersFirst } from 'node:timers/promises';
import { readView, topologyOf } from '@ringside/cluster-watch';
import { isOpsError } from '@ringside/core';
import { formatEndpoint, keyspaceName, tableName } from '@ringside/model';
import { parseReplication, placeReplicas, type TokenRange } from '@ringside/ring';
import type { JudgedNode, TableOptions } from '../node.ts';
import { coveredSince } from './covered-since.ts';

/** How long ago a table was repaired on a node. */
export interface RepairAge {
  /** In milliseconds since 1970; null where no repair of all of it is known. */
  readonly repairedAtMs: number | null;
  /** How long ago that was, or how old the table is at least; null where neither is known. */
  readonly ageMs: number | null;
  /** What the age is of, or why there is none; empty after a repair. */
  readonly note: string;
}

/** The ranges that a node holds of a keyspace, and how many nodes hold each. */
export interface OwnRanges {
  readonly replicas: number;
  readonly ranges: readonly TokenRange[];
}

/** How long `repair_history` keeps a session: the time to live that `SystemDistributedKeyspace` gives the table since 4.1. */
const KEPT_MS = 30 * 86_400_000;
/** How many tables are looked up at a time. */
const AT_A_TIME = 8;

/** What the node holds of each keyspace, by name. */
export async function ownRanges(instance: JudgedNode): Promise<ReadonlyMap<string, OwnRanges>> {
  const [{ observer, endpoints }, keyspaces] = await Promise.all([readView(instance), instance.reads.keyspaces()]);
  const self = formatEndpoint({ address: observer.address ?? '', port: observer.storagePort ?? 0 });
  const topology = topologyOf(endpoints);
  return new Map(
    keyspaces.map(({ name, replication }) => {
      const placed = placeReplicas(topology, parseReplication(replication));
      const own = placed.filter(({ replicas }) => replicas.includes(self)).map(({ range }) => range);
      return [name, { replicas: placed[0]?.replicas.length ?? 1, ranges: own }] as const;
    }),
  );
}

/** How long ago each table was repaired, in the order in which they are given. */
export async function repairAges(
  { cql }: Pick<JudgedNode, 'cql'>,
  tables: readonly TableOptions[],
  own: ReadonlyMap<string, OwnRanges>,
  nowMs: number,
): Promise<readonly RepairAge[]> {
  const ages: RepairAge[] = [];
  for (let start = 0; start < tables.length; start += AT_A_TIME) {
    ages.push(
      ...(await Promise.all(tables.slice(start, start + AT_A_TIME).map((table) => ageOf(cql, table, own.get(table.keyspace), nowMs)))),
    );
    await othersFirst(); // thousands of sessions were just laid over ranges
  }
  return ages;
}

async function ageOf(cql: JudgedNode['cql'], table: TableOptions, own: OwnRanges | undefined, nowMs: number): Promise<RepairAge> {
  if (own === undefined || own.replicas < 2)
    return { repairedAtMs: null, ageMs: null, note: 'there is one replica: nothing to repair from' };
  try {
    const sessions = await cql.repairs(keyspaceName(table.keyspace), tableName(table.table));
    const repairedAtMs = coveredSince(own.ranges, sessions);
    if (repairedAtMs !== null) return { repairedAtMs, ageMs: Math.max(0, nowMs - repairedAtMs), note: '' };
    return unrepaired(table, sessions.length > 0, nowMs);
  } catch (error) {
    if (!isOpsError(error)) throw error;
    return { repairedAtMs: null, ageMs: null, note: `the history of repairs cannot be read: ${error.message}` };
  }
}

/** The history forgets, so of an old table it is known only for how long it was not repaired at least. */
function unrepaired({ createdAtMs }: TableOptions, isPartly: boolean, nowMs: number): RepairAge {
  const what = isPartly ? 'only a part of the node’s ranges was repaired' : 'never repaired';
  if (createdAtMs === null)
    return { repairedAtMs: null, ageMs: null, note: `${what} as far as the history goes, and the table’s age is not known` };
  const tableAgeMs = Math.max(0, nowMs - createdAtMs);
  if (tableAgeMs <= KEPT_MS) return { repairedAtMs: null, ageMs: tableAgeMs, note: `${what}; this is the age of the table` };
  return { repairedAtMs: null, ageMs: KEPT_MS, note: `${what} in the 30 days that the history keeps, or longer` };
}
