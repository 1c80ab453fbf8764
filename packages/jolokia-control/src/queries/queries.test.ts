import { describe, expect, test } from 'vitest';
import type { RingEndpoint } from '@ringside/node-control';
import { readAnswers } from '../answers.ts';
import { type JolokiaAnswer, parseBulkAnswer } from '../protocol.ts';
import type { Query } from '../query.ts';
import { compactionStatsQuery, compactionTotalsQuery, streamStatsQuery } from './activity.ts';
import { ringQuery } from './ring.ts';
import { assertKnowsTtl, releaseVersionQuery } from './snapshots.ts';
import { statusQuery } from './status.ts';

const ok = (value: unknown): JolokiaAnswer => ({ ok: true, value });
const failed: JolokiaAnswer = { ok: false, status: 500, errorType: 'java.lang.AssertionError', message: '' };

function decodeWith<T>(query: Query<T>, answers: readonly JolokiaAnswer[]): T {
  return query.decode(readAnswers('node', query.doing, answers));
}

test('every read names its MBeans and attributes: no pattern, no list', () => {
  for (const { requests } of [statusQuery, ringQuery('ks'), streamStatsQuery, compactionStatsQuery]) {
    for (const request of requests) {
      expect(['read', 'exec']).toContain(request.type);
      expect(request.mbean).not.toMatch(/[*?]/);
    }
  }
});

describe('compactionTotalsQuery', () => {
  const limits = ok({ CompactionThroughputMbPerSec: 0, ConcurrentCompactors: 2 });
  const rates = ok({ Count: 3, FifteenMinuteRate: 0.1, MeanRate: 0.2 });
  const throughput = (newer: JolokiaAnswer, older = limits): number =>
    decodeWith(compactionTotalsQuery, [older, rates, rates, rates, rates, newer]).throughputBytesPerSecond;

  test('tells a limit below a mebibyte, which the older attribute rounds to none', () => {
    expect(throughput(ok({ CompactionThroughtputBytesPerSec: 512_000 }))).toBe(512_000);
  });

  test('tells the limit of 4.0, and of a node whose agent is that of an earlier release, in whole mebibytes', () => {
    const older = ok({ CompactionThroughputMbPerSec: 64, ConcurrentCompactors: 2 });
    const denied: JolokiaAnswer = { ok: false, status: 403, errorType: 'java.lang.SecurityException', message: '' };
    expect([throughput(failed, older), throughput(denied, older)]).toEqual([64 * 2 ** 20, 64 * 2 ** 20]);
  });
});

describe('assertKnowsTtl()', () => {
  test('goes by the version as the agent tells it', () => {
    expect(decodeWith(releaseVersionQuery, [ok({ ReleaseVersion: '4.0.19' })])).toBe('4.0.19');
  });

  test('refuses a time to live on Cassandra 4.0, which would keep the snapshot for good', () => {
    expect(() => assertKnowsTtl('4.0.19')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test.each(['4.1.10', '5.0.9', '6.0-alpha2'])('accepts it on %s', (version) => {
    expect(() => assertKnowsTtl(version)).not.toThrow();
  });
});

function inOrder(ring: readonly RingEndpoint[]): readonly RingEndpoint[] {
  return ring.toSorted((a, b) => a.address.localeCompare(b.address));
}

describe('status of a node that is starting', () => {
  const common = {
    ClusterName: 'c',
    GossipRunning: true,
    Joined: false,
    JoiningNodesWithPort: ['127.0.0.4:7000'],
    LeavingNodesWithPort: [],
    LiveNodesWithPort: ['127.0.0.1:7000'],
    MovingNodesWithPort: [],
    NativeTransportRunning: false,
    OperationMode: 'JOINING',
    PartitionerName: 'p',
    ReleaseVersion: '5.0.9',
    UnreachableNodesWithPort: [],
  };
  const gossip = { AllEndpointStatesWithPort: '/127.0.0.4:7000\n  generation:1\n  HOST_ID:2:h4\n' };

  test('a peer that has left the ring is not among those that are down, though Cassandra keeps it there', () => {
    const states = ['LEFT,1,17', 'removed,h5,17', 'NORMAL,1'].map(
      (state, index) => `/127.0.0.${index + 5}:7000\n  STATUS_WITH_PORT:9:${state}\n`,
    );
    const status = decodeWith(statusQuery, [
      ok({ ...common, UnreachableNodesWithPort: ['127.0.0.5:7000', '127.0.0.6:7000', '127.0.0.7:7000', '127.0.0.8:7000'] }),
      ok({ LocalHostId: 'h4' }),
      failed,
      failed,
      failed,
      failed,
      failed,
      ok({ Uptime: '1200' }),
      ok({ AllEndpointStatesWithPort: states.join('') }),
    ]);
    expect(status.unreachableNodes).toEqual(['127.0.0.7:7000', '127.0.0.8:7000']);
  });

  test('its address comes from gossip, and what it cannot tell yet is null or empty', () => {
    const status = decodeWith(statusQuery, [
      ok(common),
      ok({ LocalHostId: 'h4' }),
      failed,
      failed,
      failed,
      failed,
      failed,
      ok({ Uptime: '1200' }),
      ok(gossip),
    ]);
    expect(status).toMatchObject({ operationMode: 'JOINING', address: '127.0.0.4', storagePort: 7000, hostId: 'h4', uptimeMs: 1_200 });
    expect(status).toMatchObject({ tokens: [], schemaVersion: null, datacenter: null, rack: null, loadBytes: 0 });
  });

  test('a mode of a later version is UNKNOWN', () => {
    const answers = [
      ok({ ...common, OperationMode: 'DREAMING' }),
      failed,
      failed,
      failed,
      failed,
      failed,
      failed,
      ok({ Uptime: '1' }),
      failed,
    ];
    expect(decodeWith(statusQuery, answers)).toMatchObject({ operationMode: 'UNKNOWN', hostId: null, address: null });
  });
});

describe('compactions', () => {
  test('leave out the saving of caches, as the virtual table does', () => {
    const task = (taskType: string): object => ({
      compactionId: taskType,
      taskType,
      keyspace: 'orders',
      columnfamily: 'events',
      completed: '1',
      total: '2',
    });
    const kinds = ['Compaction', 'Key cache save', 'Row cache save', 'Counter cache save', 'Cleanup'];
    const values = [{ Compactions: kinds.map(task) }, { Value: 0 }, { Value: {} }, { Value: 0 }, { Count: 0 }];
    const answers = readAnswers(
      'n',
      'tell',
      values.map((value): JolokiaAnswer => ({ ok: true, value })),
    );
    expect(compactionStatsQuery.decode(answers).active.map(({ taskType }) => taskType)).toEqual(['Compaction', 'Cleanup']);
  });
});

describe('ring', () => {
  const lists = {
    EndpointWithPortToHostId: { '127.0.0.1:7000': 'h1', '127.0.0.2:7000': 'h2' },
    JoiningNodesWithPort: ['127.0.0.3:7000'],
    LeavingNodesWithPort: [],
    LiveNodesWithPort: ['127.0.0.1:7000', '127.0.0.3:7000'],
    LoadMapWithPort: { '127.0.0.1:7000': '88.49 KiB' },
    MovingNodesWithPort: [],
    TokenToEndpointWithPortMap: { '10': '127.0.0.1:7000', '-9223372036854775808': '127.0.0.1:7000', '5': '127.0.0.3:7000' },
    UnreachableNodesWithPort: ['127.0.0.2:7000'],
  };
  const gossip = ok({
    AllEndpointStatesWithPort: '/127.0.0.3:7000\n  HOST_ID:2:h3\n  DC:1:dc1\n  STATUS_WITH_PORT:3:BOOT_REPLACE,127.0.0.2:7000\n',
  });

  test('tells joining, replacing and dead endpoints apart, and orders tokens by value', () => {
    const ring = decodeWith(ringQuery(undefined), [ok(lists), gossip, ok({ '127.0.0.1:7000': 1 }), ok({})]);
    const [first, second, third] = inOrder(ring);
    expect(first).toMatchObject({
      address: '127.0.0.1',
      status: 'Up',
      state: 'Normal',
      tokens: ['-9223372036854775808', '10'],
      loadBytes: 90_614,
    });
    expect(third).toMatchObject({
      address: '127.0.0.3',
      status: 'Up',
      state: 'Joining',
      replacing: true,
      hostId: 'h3',
      datacenter: 'dc1',
      load: '?',
    });
    expect(second).toMatchObject({ address: '127.0.0.2', status: 'Down', state: 'Normal', tokens: [], datacenter: null, loadBytes: null });
  });

  test('without a keyspace it falls back to the ring’s own ownership when keyspaces replicate differently', () => {
    const own = ok({ OwnershipWithPort: { '/127.0.0.1:7000': 0.25 } });
    const [first, , third] = inOrder(decodeWith(ringQuery(undefined), [ok(lists), gossip, failed, own]));
    expect(first).toMatchObject({ ownership: 0.25, ownershipEffective: false });
    expect(third).toMatchObject({ ownership: null, ownershipEffective: false });
  });

  test('with a keyspace it does not fall back', () => {
    const own = ok({ OwnershipWithPort: { '/127.0.0.1:7000': 0.25 } });
    expect(() => decodeWith(ringQuery('ks'), [ok(lists), gossip, failed, own])).toThrow('refused to tell the ring');
  });
});

test('parseBulkAnswer() keeps the order, and an error of one request leaves the others as they are', () => {
  const answers = parseBulkAnswer(
    [
      { status: 200, value: 1 },
      { status: 500, error_type: 'T', error: 'no' },
      { status: 200, value: null },
    ],
    3,
  );
  expect(answers).toEqual([
    { ok: true, value: 1 },
    { ok: false, status: 500, errorType: 'T', message: 'no' },
    { ok: true, value: null },
  ]);
});
