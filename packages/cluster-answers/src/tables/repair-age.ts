import { setImmediate as othersFirst } from 'node:timers/promises';
import { endpointOf, readView, topologyOf } from '@ringside/cluster-watch';
import { isOpsError } from '@ringside/core';
import { parseReplication, placeReplicas, type TokenRange } from '@ringside/ring';
import type { JudgedNode, Repair, TableOptions } from '../node.ts';
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

/** How long `parent_repair_history` keeps a repair: the time to live that `SystemDistributedKeyspace` gives the table since 4.1. */
const KEPT_MS = 30 * 86_400_000;
/** What the node holds of each keyspace, by name. */
export async function ownRanges(instance: Pick<JudgedNode, 'host' | 'reads'>): Promise<ReadonlyMap<string, OwnRanges>> {
  const [{ observer, endpoints }, keyspaces] = await Promise.all([readView(instance), instance.reads.keyspaces()]);
  const self = endpointOf(observer) ?? '';
  const topology = topologyOf(endpoints);
  return new Map(
    keyspaces.map(({ name, replication }) => {
      const placed = placeReplicas(topology, parseReplication(replication));
      const own = placed.filter(({ replicas }) => replicas.includes(self)).map(({ range }) => range);
      return [name, { replicas: placed[0]?.replicas.length ?? 1, ranges: own }] as const;
    }),
  );
}

/** How long ago each table was repaired, in the order in which they are given. Where the history cannot be read, nothing is known, and it is said why. */
export async function repairAges(
  { cql }: Pick<JudgedNode, 'cql'>,
  tables: readonly TableOptions[],
  own: ReadonlyMap<string, OwnRanges>,
  nowMs: number,
): Promise<readonly RepairAge[]> {
  const repairs = await readable(cql.repairs());
  const ages: RepairAge[] = [];
  for (const table of tables) {
    ages.push(ageOf(table, own.get(table.keyspace), repairs, nowMs));
    await othersFirst(); // thousands of ranges may just have been laid over each other
  }
  return ages;
}

/** The repairs, or why they cannot be read: a role may not be allowed to. */
async function readable(repairs: Promise<readonly Repair[]>): Promise<readonly Repair[] | string> {
  return repairs.catch((error: unknown) => {
    if (isOpsError(error)) return error.message;
    throw error;
  });
}

function ageOf(table: TableOptions, own: OwnRanges | undefined, repairs: readonly Repair[] | string, nowMs: number): RepairAge {
  if (own === undefined || own.replicas < 2)
    return { repairedAtMs: null, ageMs: null, note: 'there is one replica: nothing to repair from' };
  if (typeof repairs === 'string') return { repairedAtMs: null, ageMs: null, note: `the history of repairs cannot be read: ${repairs}` };
  const ofTable = repairs.filter(({ keyspace, tables }) => keyspace === table.keyspace && tables.includes(table.table));
  const spans = ofTable.flatMap(({ ranges, finishedAtMs }) => ranges.map(({ start, end }) => ({ start, end, finishedAtMs })));
  const repairedAtMs = coveredSince(own.ranges, spans);
  if (repairedAtMs !== null) return { repairedAtMs, ageMs: Math.max(0, nowMs - repairedAtMs), note: '' };
  return unrepaired(table, spans.length > 0, nowMs);
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
