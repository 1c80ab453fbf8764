import { describe, expect, test } from 'vitest';
import type { MetricRead } from '../roles/metrics.ts';
import type { NodeControlSubject } from './subject.ts';

const DISK: MetricRead = { group: 'Table', name: 'LiveDiskSpaceUsed', reading: 'count' };
const WRITES: MetricRead = { group: 'Table', name: 'WriteLatency', reading: 'count' };
const POOL: MetricRead = { group: 'ThreadPools', name: 'PendingTasks', reading: 'value' };

/** What a node must tell of its metrics. */
export function metricsContract(subject: () => NodeControlSubject): void {
  describe('metrics', () => {
    test('findMetrics() finds each table, and each pool with its path', async () => {
      const { control, keyspace, table } = subject();
      const found = await control.findMetrics([DISK, POOL]);
      expect(found).toContainEqual({ group: 'Table', name: 'LiveDiskSpaceUsed', keyspace, scope: table });
      expect(found).toContainEqual({ group: 'ThreadPools', name: 'PendingTasks', path: 'request', scope: 'MutationStage' });
      expect(new Set(found.map((id) => JSON.stringify(id))).size).toBe(found.length);
    });

    test('readMetrics() answers in the order of what was asked, and with undefined for what the node does not have', async () => {
      const { control, keyspace, table } = subject();
      const of = (id: MetricRead, scope: string): MetricRead => ({ ...id, keyspace, scope });
      const pool = { ...POOL, path: 'request', scope: 'MutationStage' };
      const answers = await control.readMetrics([of(DISK, 'no_such_table'), pool, of(DISK, table), of(DISK, 'gone.too')]);
      expect(answers).toEqual([undefined, expect.any(Number), expect.any(Number), undefined]);
    });

    test('everything that findMetrics() found can be read', async () => {
      const { control } = subject();
      const found = await control.findMetrics([DISK]);
      const reads = found.map((id) => Object.assign({}, id, { reading: DISK.reading }));
      const answers = await control.readMetrics(reads);
      expect(answers.filter((answer) => typeof answer !== 'number' || answer < 0)).toEqual([]);
    });

    test('a write is counted, and buckets hold as many observations as there are', async () => {
      const { control, keyspace, table, writeRow } = subject();
      const writes = { ...WRITES, keyspace, scope: table };
      const read = async (): Promise<readonly unknown[]> => control.readMetrics([writes, { ...writes, reading: 'buckets' }]);
      const [before] = await read();
      await writeRow();
      const [after, buckets] = await read();
      expect(after).toBeGreaterThan(before as number);
      // An adapter that has no buckets says so.
      const observed = Array.isArray(buckets) ? (buckets as readonly number[]).reduce((all, each) => all + each, 0) : after;
      expect(observed).toBe(after);
    });
  });
}
