import { isSystemKeyspace } from '@ringside/model';
import type { JudgedNode } from '../node.ts';
import { ownRanges, repairAges } from './repair-age.ts';

/** The table of a keyspace that most needs a repair on a node. */
export interface KeyspaceRepair {
  /** Case kept. */
  readonly keyspace: string;
  /** How long ago it was repaired, or how old it is at least. */
  readonly ageMs: number;
  /** The age in parts of the table's `gc_grace_seconds`: above 1 deleted rows may return. */
  readonly graceRatio: number;
}

/**
 * For each keyspace of users, the table whose repair is oldest for its `gc_grace_seconds`. A keyspace of which no age is known is left out, as is one with a
 * single replica, and so are tables without a grace: their tombstones go at once, repaired or not.
 */
export async function keyspaceRepairs(node: Pick<JudgedNode, 'host' | 'reads' | 'cql'>, nowMs: number): Promise<readonly KeyspaceRepair[]> {
  const [all, own] = await Promise.all([node.cql.tableOptions(), ownRanges(node)]);
  const tables = all.filter(({ keyspace, gcGraceSeconds }) => !isSystemKeyspace(keyspace) && gcGraceSeconds > 0);
  const ages = await repairAges(node, tables, own, nowMs);
  const worst = new Map<string, KeyspaceRepair>();
  for (const [index, { keyspace, gcGraceSeconds }] of tables.entries()) {
    const ageMs = ages[index]?.ageMs ?? null;
    if (ageMs === null) continue;
    const graceRatio = ageMs / (gcGraceSeconds * 1_000);
    if (graceRatio > (worst.get(keyspace)?.graceRatio ?? -1)) worst.set(keyspace, { keyspace, ageMs, graceRatio });
  }
  return [...worst.values()];
}
