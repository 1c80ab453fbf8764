import { describe, expect, it } from 'vitest';
import type { NodeRecord } from './record.ts';
import { recordFamilies, recordMetrics } from './record-metrics.ts';

const GIB = 1_073_741_824;
const told = (families: Awaited<ReturnType<typeof recordFamilies>>) =>
  families.flatMap(({ definition, series }) => series.map(({ labelValues, value }) => [definition.name, ...labelValues, value]));

const WELL: Pick<NodeRecord, 'diskRoom' | 'repairs'> = {
  diskRoom: async () => ({
    observedAtMs: 5,
    read: [{ device: 1, directories: ['/data/1', '/data/2'], totalBytes: 100 * GIB, availableBytes: 40 * GIB }],
  }),
  repairs: { observedAtMs: 3, read: [{ keyspace: 'Shop', ageMs: 432_000_000, graceRatio: 0.5 }] },
};

describe('what a sidecar tells of its records', () => {
  it('is the room of each file system once, and the most urgent repair of each keyspace', async () => {
    const families = await recordFamilies([{ node: 'a:9042', record: WELL }]);
    expect(told(families)).toEqual([
      ['ringside_data_disk_size_bytes', 'a:9042', '/data/1', 100 * GIB],
      ['ringside_data_disk_available_bytes', 'a:9042', '/data/1', 40 * GIB],
      ['ringside_repair_age_seconds', 'a:9042', 'Shop', 432_000],
      ['ringside_repair_age_ratio', 'a:9042', 'Shop', 0.5],
    ]);
    expect(families.map(({ observedAtMs }) => observedAtMs)).toEqual([5, 5, 3, 3]);
    expect(families.map(({ definition }) => definition)).toEqual(recordMetrics);
  });

  it('has no series of what cannot be measured, and those of other nodes all the same', async () => {
    const record = { diskRoom: async () => Promise.reject(new Error('no such folder')), repairs: undefined };
    const families = await recordFamilies([
      { node: 'a:9042', record },
      { node: 'b:9042', record: WELL },
    ]);
    expect(new Set(told(families).map(([, node]) => node))).toEqual(new Set(['b:9042']));
  });
});
