import { errors } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import type { Repair, TableOptions } from '../node.ts';
import { repairAges } from './repair-age.ts';
import { readRepairs, readTableOptions, timeOf } from './schema-rows.ts';
import { token } from '@ringside/ring';

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;

const table = (createdAtMs: number | null): TableOptions => ({
  keyspace: 'shop',
  table: 'carts',
  strategy: 'x',
  gcGraceSeconds: 10,
  defaultTtlSeconds: 0,
  chunkLengthBytes: null,
  createdAtMs,
});

function repair(finishedAtMs: number, { keyspace = 'shop', table: name = 'carts', end = 100n } = {}): Repair {
  return { keyspace, tables: [name], ranges: [{ start: 0n, end }], finishedAtMs };
}

const OWN = new Map([['shop', { replicas: 3, ranges: [{ start: token('0'), end: token('100') }] }]]);

async function ageOf(createdAtMs: number | null, repairs: () => Promise<readonly Repair[]>, own = OWN) {
  const cql = { repairs, tableOptions: async () => [], tableNames: async () => [], settings: async () => ({}) };
  const [age] = await repairAges({ cql }, [table(createdAtMs)], own, NOW_MS);
  return age;
}

describe('how long ago a table was repaired', () => {
  it('is when all of the node’s ranges of it were', async () => {
    const others = [repair(NOW_MS, { table: 'other' }), repair(NOW_MS, { keyspace: 'other' })];
    expect(await ageOf(0, async () => [...others, repair(NOW_MS - DAY_MS)])).toEqual({
      repairedAtMs: NOW_MS - DAY_MS,
      ageMs: DAY_MS,
      note: '',
    });
  });

  it('is the age of a young table that was not, and at least what the history keeps of an old one', async () => {
    const part = [repair(NOW_MS, { end: 50n })];
    expect(await ageOf(NOW_MS - DAY_MS, async () => part)).toMatchObject({
      repairedAtMs: null,
      ageMs: DAY_MS,
      note: expect.stringContaining('only a part'),
    });
    expect(await ageOf(0, async () => [])).toMatchObject({
      ageMs: 30 * DAY_MS,
      note: expect.stringContaining('never repaired in the 30 days'),
    });
  });

  it('is not known where neither the history nor the age of the table is, nor where there is one replica, and says why', async () => {
    expect(await ageOf(null, async () => [])).toMatchObject({ ageMs: null, note: expect.stringContaining('age is not known') });
    const denied = async (): Promise<never> => Promise.reject(errors.FORBIDDEN({ message: 'SELECT is not granted' }));
    expect(await ageOf(0, denied)).toEqual({
      repairedAtMs: null,
      ageMs: null,
      note: 'the history of repairs cannot be read: SELECT is not granted',
    });
    expect(await ageOf(0, async () => [], new Map())).toMatchObject({ ageMs: null, note: expect.stringContaining('one replica') });
  });
});

describe('the schema', () => {
  it('tells when a table was made by the time in its id, unless that has none', async () => {
    expect(timeOf('d2177dd0-eaa2-11de-a572-001b779c76e3')).toBe(1_261_009_589_805);
    expect(timeOf('d2177dd0-eaa2-41de-a572-001b779c76e3')).toBeNull();
  });

  it('tells the options of a table; one that is not compressed has no chunks', async () => {
    const row = { keyspace_name: 'shop', table_name: 'carts', id: 'x', gc_grace_seconds: 10, default_time_to_live: 5 };
    const compaction = new Map([['class', 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy']]);
    const rows = async () => [
      { ...row, compaction, compression: { class: 'org.apache.cassandra.io.compress.LZ4Compressor', chunk_length_in_kb: '64' } },
      { ...row, compaction, compression: { enabled: 'false' } },
    ];
    expect((await readTableOptions(rows)).map(({ strategy, chunkLengthBytes }) => [strategy, chunkLengthBytes])).toEqual([
      ['LeveledCompactionStrategy', 65_536],
      ['LeveledCompactionStrategy', null],
    ]);
  });

  it('tells repairs that succeeded on all replicas, the newest first', async () => {
    const row = (finished: number | null, options: object = {}) => ({
      keyspace_name: 'shop',
      columnfamily_names: new Set(['carts']),
      successful_ranges: finished === null ? null : new Set(['(-5,7]']),
      finished_at: finished === null ? null : new Date(finished),
      options: new Map(Object.entries({ previewKind: 'NONE', hosts: '', ...options })),
    });
    const rows = async () => [row(10), row(null), row(30, { previewKind: 'ALL' }), row(40, { hosts: '10.0.0.1' }), row(20)];
    const ranges = [{ start: -5n, end: 7n }];
    expect(await readRepairs(rows)).toEqual(
      [20, 10].map((finishedAtMs) => ({ keyspace: 'shop', tables: ['carts'], ranges, finishedAtMs })),
    );
  });
});
