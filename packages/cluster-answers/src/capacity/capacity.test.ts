import type { NodeCapacity } from '@ringside/api';
import { describe, expect, it } from 'vitest';
import { capacityAnswer } from './capacity-answer.ts';
import { daysUntilFull, growthOf } from './growth.ts';

const HOUR_MS = 3_600_000;

describe('growth', () => {
  it('is not known before six hours were seen, however much there is to see', () => {
    const fills = Array.from({ length: 72 }, (_, index) => ({ atMs: index * 300_000, usedBytes: index * 1_000 }));
    expect(growthOf(fills)).toEqual({ bytesPerDay: null, observedMs: 71 * 300_000 });
    expect(growthOf([])).toEqual({ bytesPerDay: null, observedMs: 0 });
  });

  it('is the slope of a line through what was seen, past the ups and downs of compaction', () => {
    const fills = Array.from({ length: 25 }, (_, hour) => ({ atMs: hour * HOUR_MS, usedBytes: 1_000 + hour * 100 + (hour % 2) * 50 }));
    const { bytesPerDay } = growthOf(fills);
    expect(bytesPerDay).toBeGreaterThan(2_350);
    expect(bytesPerDay).toBeLessThan(2_450);
    expect(growthOf(fills.map(({ atMs, usedBytes }) => ({ atMs, usedBytes: -usedBytes }))).bytesPerDay).toBeLessThan(0);
  });

  it('fills what is left in so many days, and never where it shrinks', () => {
    expect([daysUntilFull(1_000, 100), daysUntilFull(1_000, 0), daysUntilFull(1_000, -5), daysUntilFull(1_000, null)]).toEqual([
      10,
      null,
      null,
      null,
    ]);
  });
});

it('racks and datacenters add up their nodes; one whose disks are not known counts as a node, and not as a disk', () => {
  const disk = { directories: ['/d'], totalBytes: 100, availableBytes: 40, growthBytesPerDay: 1, observedMs: HOUR_MS };
  const node = (endpoint: string, rack: string, over: Partial<NodeCapacity> = {}): NodeCapacity => ({
    endpoint,
    datacenter: 'dc1',
    rack,
    isUp: true,
    loadBytes: 10,
    tokens: 1,
    owns: 0.25,
    disks: [{ ...disk, daysUntilFull: 40 }],
    reason: null,
    ...over,
  });
  const nodes = [
    node('a', 'r1'),
    node('b', 'r1', { disks: [{ ...disk, daysUntilFull: 9 }] }),
    node('c', 'r2', { disks: null, loadBytes: null }),
  ];
  const { racks, datacenters } = capacityAnswer([...nodes, node('d', 'r1', { datacenter: 'dc2', disks: [] })]);
  expect(racks.map(({ datacenter, rack, nodes: count, daysUntilFull: days }) => [datacenter, rack, count, days])).toEqual([
    ['dc1', 'r1', 2, 9],
    ['dc1', 'r2', 1, null],
    ['dc2', 'r1', 1, null],
  ]);
  expect(datacenters[0]).toEqual({
    datacenter: 'dc1',
    rack: null,
    nodes: 3,
    measuredNodes: 2,
    loadBytes: 20,
    totalBytes: 200,
    availableBytes: 80,
    owns: 0.75,
    daysUntilFull: 9,
  });
});
