import { tableName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { SAMPLERS } from '../roles/sampling.ts';
import type { NodeControlSubject } from './subject.ts';

/** More than anything writes in a second. */
const MOST_ROWS = 100_000;

/** What a node must tell of what it is asked just now. */
export function samplingContract(subject: () => NodeControlSubject): void {
  describe('sampling', () => {
    test('hotPartitions() tells of a partition that is written meanwhile, in the samples of its table and of all', async () => {
      const { control, keyspace, table, writeRow } = subject();
      for (const of of [{ table: { keyspace, table } }, {}]) {
        const over = new AbortController();
        const sampling = control.hotPartitions({ ...of, durationMs: 1_000, top: 100 }).finally(() => over.abort());
        for (let row = 0; row < MOST_ROWS && !over.signal.aborted; row += 1) await writeRow();
        const seen = await sampling;
        expect(Object.keys(seen).toSorted()).toEqual(SAMPLERS.toSorted());
        const own = seen.writes.filter((each) => each.keyspace === keyspace && each.table === table);
        expect(own.length).toBeGreaterThan(0);
        expect(own.every(({ count, key }) => count > 0 && key !== '')).toBe(true);
      }
    });

    test('hotPartitions() of a table that is not there is NOT_FOUND', async () => {
      const { control, keyspace } = subject();
      const table = { keyspace, table: tableName('no_such_table') };
      await expect(control.hotPartitions({ table, durationMs: 100, top: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
}
