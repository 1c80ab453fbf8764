import { tmpdir } from 'node:os';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { createManualClock } from '@ringside/core/testing';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import type { JudgedNode } from './node.ts';
import { keepRecords } from './record.ts';

const MINUTE_MS = 60_000;

interface Answers {
  readonly directories: () => Promise<readonly string[]>;
  readonly tableOptions?: () => Promise<readonly never[]>;
}

const { control: simulated } = simulateCluster().node('node1');
const [status, ring] = await Promise.all([simulated.status(), simulated.ring()]);

/** A node that answers these, and nothing else. */
function node({ directories, tableOptions = async () => [] }: Answers): JudgedNode {
  const nothing = async (): Promise<never> => Promise.reject(new Error('not asked for here'));
  const reads = { dataDirectories: directories, status: async () => status, ring: async () => ring, keyspaces: async () => [] };
  const cql = { tableOptions, repairs: async () => [], tableNames: async () => [], settings: nothing };
  return { host: '127.0.0.1', reads, cql, control: { findMetrics: nothing }, dataDirectories: undefined } as unknown as JudgedNode;
}

describe('keepRecords()', () => {
  it('measures disks for whoever asks once a minute, and asks the node only once where its data is', async () => {
    const clock = createManualClock();
    let asked = 0;
    const one = node({ directories: async () => ((asked += 1) > 1 ? Promise.reject(new Error('down')) : [tmpdir()]) });
    const records = keepRecords([one], clock);
    const record = records.of(one);
    const first = await record.diskRoom();
    expect(first.read).toEqual([expect.objectContaining({ directories: [tmpdir()], totalBytes: expect.any(Number) as number })]);
    expect(await record.diskRoom()).toBe(first);
    records.stop();
    await clock.advance(MINUTE_MS);
    expect(await record.diskRoom()).toMatchObject({ observedAtMs: MINUTE_MS, read: [{ directories: [tmpdir()] }] });
    expect(asked).toBe(1);
  });

  it('waits two seconds for a node that hangs', async () => {
    const clock = createManualClock();
    const one = node({ directories: async () => new Promise(() => undefined) });
    const records = keepRecords([one], clock);
    const outcome = records
      .of(one)
      .diskRoom()
      .catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(await outcome).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    records.stop();
  });

  it('reads the history of repairs a minute after its start and then once an hour; after a failure with the next look', async () => {
    const clock = createManualClock();
    const readMs: number[] = [];
    const one = node({
      directories: async () => Promise.reject(new Error('not told')),
      tableOptions: async () => {
        readMs.push(clock.nowMs());
        return readMs.length === 1 ? Promise.reject(new Error('no answer')) : [];
      },
    });
    const records = keepRecords([one], clock);
    await clock.advance(MINUTE_MS);
    expect(records.of(one).repairs).toBeUndefined();
    for (let left = 70; left > 0; left -= 1) {
      await othersFirst(); // a look takes more turns than the clock grants between two sleepers
      await clock.advance(MINUTE_MS);
    }
    records.stop();
    expect(records.of(one).repairs).toEqual({ read: [], observedAtMs: 66 * MINUTE_MS });
    expect(readMs).toEqual([1, 6, 66].map((minutes) => minutes * MINUTE_MS));
  });
});
