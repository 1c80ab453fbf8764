import type { KeyspaceInfo, NodeStatus } from '@ringside/node-control';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import type { Repair, TableOptions } from '../node.ts';
import { keyspaceRepairs } from './keyspace-repairs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = 1_000 * DAY_MS;
const control = simulateCluster().node('node1').control;

const table = (keyspace: string, name: string, graceDays: number, createdAtMs: number | null = NOW_MS - 4 * DAY_MS): TableOptions => ({
  keyspace,
  table: name,
  strategy: 'x',
  gcGraceSeconds: graceDays * 86_400,
  defaultTtlSeconds: 0,
  chunkLengthBytes: null,
  createdAtMs,
});

const keyspace = (name: string, copies: string): KeyspaceInfo => ({
  name,
  system: false,
  replication: { class: 'NetworkTopologyStrategy', dc1: copies },
});

/** Of every range there is. */
const repair = (of: string, name: string, agoMs: number): Repair => ({
  keyspace: of,
  tables: [name],
  ranges: [{ start: 0n, end: 0n }],
  finishedAtMs: NOW_MS - agoMs,
});

async function repairsOf(tables: readonly TableOptions[], repairs: readonly Repair[]) {
  const [status, ring] = await Promise.all([control.status(), control.ring()]);
  const reads = {
    status: async (): Promise<NodeStatus> => status,
    ring: async () => ring,
    keyspaces: async () => [keyspace('shop', '3'), keyspace('logs', '3'), keyspace('alone', '1')],
  };
  const cql = { tableOptions: async () => tables, repairs: async () => repairs, tableNames: async () => [], settings: async () => ({}) };
  return keyspaceRepairs({ host: '127.0.0.1', reads: reads as never, cql }, NOW_MS);
}

describe('the table of each keyspace that most needs a repair', () => {
  it('is the one whose repair is oldest for its grace, not the oldest', async () => {
    const tables = [table('shop', 'carts', 10), table('shop', 'queue', 1), table('logs', 'lines', 10)];
    const repairs = [repair('shop', 'queue', 12 * HOUR_MS), repair('shop', 'carts', 2 * DAY_MS)];
    expect(await repairsOf(tables, repairs)).toEqual([
      { keyspace: 'shop', ageMs: 12 * HOUR_MS, graceRatio: 0.5 },
      { keyspace: 'logs', ageMs: 4 * DAY_MS, graceRatio: 0.4 },
    ]);
  });

  it('is none where there is one replica, where tombstones go at once, where no age is known, and of Cassandra itself', async () => {
    const tables = [
      table('alone', 'x', 10),
      table('shop', 'now', 0),
      table('logs', 'old', 10, null),
      table('system_distributed', 'view_build_status', 10),
    ];
    expect(await repairsOf(tables, [])).toEqual([]);
  });
});
