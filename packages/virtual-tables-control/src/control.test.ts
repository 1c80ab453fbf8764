import type { NodeControl } from '@ringside/node-control';
import { describe, expect, test } from 'vitest';
import { parsePending } from './compaction.ts';
import { createVirtualTablesControl } from './control.ts';
import type { CqlReader, CqlRow } from './cql.ts';
import { virtualTablesMethods } from './methods.ts';

/** As the driver gives an inet: an object whose text is what CQL writes. */
const inet = (text: string): object => ({ toString: () => text });

const GOSSIP = {
  address: inet('127.0.0.1'),
  port: 7000,
  hostname: 'localhost',
  generation: 5,
  heartbeat: 9n,
  dc: 'dc1',
  dc_version: 3,
  release_version: '5.0.9',
  release_version_version: 4,
  tokens: null,
  tokens_version: 2,
};

const SNAPSHOT = {
  name: 'nightly',
  keyspace_name: 'orders',
  table_name: 'events',
  true_size: 0n,
  size_on_disk: 5_123_456_789n,
  created_at: new Date('2026-03-01T10:00:00Z'),
  expires_at: null,
  ephemeral: false,
};

const TASK = {
  task_id: '6d9a7a50-0000-1000-8000-000000000000',
  kind: 'compaction',
  keyspace_name: 'orders',
  table_name: 'events',
  progress: 1n,
  total: 2n,
  unit: 'bytes',
};

const METRICS = Object.entries({ PendingTasks: '1', PendingTasksByTableName: '{}', CompletedTasks: '5', BytesCompacted: '7' }).map(
  ([name, value]) => ({ name: `org.apache.cassandra.metrics.Compaction.${name}`, value }),
);

/** Answers by the table that a statement reads. */
function reader(tables: Readonly<Record<string, readonly CqlRow[]>>): CqlReader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *rows(statement) {
      const table = /FROM (\S+)/.exec(statement)?.[1] ?? '';
      asked.push(table);
      yield* tables[table] ?? [];
    },
  };
}

/** Answers nothing, and keeps what it was asked. */
function otherTransport(calls: string[]): NodeControl {
  const method = (name: string) => async (): Promise<undefined> => void calls.push(name);
  const names = ['status', 'keyspaces', 'gossip', 'listSnapshots', 'compactionStats'];
  return Object.fromEntries(names.map((name) => [name, method(name)])) as unknown as NodeControl;
}

function control(releaseVersion: string, tables: Parameters<typeof reader>[0]) {
  const [asks, calls] = [reader(tables), [] as string[]];
  return { asks, calls, made: createVirtualTablesControl({ reader: asks, releaseVersion, rest: otherTransport(calls) }) };
}

describe('the methods that tables answer', () => {
  test.each([
    ['4.0.19', ['identity', 'keyspaces', 'connectedClients']],
    ['4.1.10', ['identity', 'keyspaces', 'connectedClients', 'gossip']],
    ['5.0.9', ['identity', 'keyspaces', 'connectedClients', 'gossip', 'listSnapshots']],
    ['6.0-alpha2', ['identity', 'keyspaces', 'connectedClients', 'gossip', 'listSnapshots', 'compactionStats']],
  ])('grow with the version: Cassandra %s', async (version, methods) => {
    expect(virtualTablesMethods(version)).toEqual(methods);
    const { made, calls, asks } = control(version, {});
    await made.listSnapshots();
    await made.status();
    expect(calls).toEqual(methods.includes('listSnapshots') ? ['status'] : ['listSnapshots', 'status']);
    expect(asks.asked).toEqual(methods.includes('listSnapshots') ? ['system_views.snapshots'] : []);
  });
});

describe('what the tables say', () => {
  test('gossip has each state under its own name, without the versions that stand beside them', async () => {
    const { made } = control('5.0.9', { 'system_views.gossip_info': [GOSSIP, { ...GOSSIP, address: inet('::1') }] });
    const state = { generation: '5', heartbeat: '9', DC: 'dc1', RELEASE_VERSION: '5.0.9' };
    expect(await made.gossip()).toEqual({ '/127.0.0.1:7000': state, '/[::1]:7000': state });
  });

  test('the keyspace of cluster metadata is off the ring, whatever the schema says', async () => {
    const replication = new Map([['class', 'org.apache.cassandra.locator.SimpleStrategy']]);
    const { made } = control('6.0-alpha2', {
      'system_schema.keyspaces': ['orders', 'system_cluster_metadata'].map((name) => ({ keyspace_name: name, replication })),
    });
    const classes = (await made.keyspaces()).map(({ name, replication: { class: strategy } }) => [name, strategy]);
    expect(classes).toEqual([
      ['orders', 'SimpleStrategy'],
      ['system_cluster_metadata', 'MetaStrategy'],
    ]);
  });

  test('snapshots have exact sizes, and are sorted by tag, keyspace and table', async () => {
    const { made } = control('5.0.9', { 'system_views.snapshots': [SNAPSHOT, { ...SNAPSHOT, name: 'a', expires_at: new Date(0) }] });
    const nightly = { tag: 'nightly', keyspace: 'orders', table: 'events', sizeBytes: 5_123_456_789, trueSizeBytes: 0 };
    const createdAt = '2026-03-01T10:00:00.000Z';
    expect(await made.listSnapshots()).toEqual([
      { ...nightly, tag: 'a', createdAt, expiresAt: '1970-01-01T00:00:00.000Z' },
      { ...nightly, createdAt, expiresAt: null },
    ]);
  });

  test('snapshots that a repair makes for itself are left out, as over JMX', async () => {
    const repair = { ...SNAPSHOT, name: '4d1a2c00', ephemeral: true };
    const { made } = control('5.0.9', { 'system_views.snapshots': [repair, SNAPSHOT] });
    expect((await made.listSnapshots()).map(({ tag }) => tag)).toEqual(['nightly']);
  });

  test.each([
    ['compaction', TASK, { taskType: 'Compaction', keyspace: 'orders', table: 'events' }],
    ['upgrade of SSTables', { ...TASK, kind: 'upgrade sstables' }, { taskType: 'Upgrade sstables', keyspace: 'orders', table: 'events' }],
    [
      'tombstone compaction',
      { ...TASK, kind: 'tombstone compaction' },
      { taskType: 'Tombstone Compaction', keyspace: 'orders', table: 'events' },
    ],
    [
      'redistribution of index summaries, which has no table',
      { ...TASK, kind: 'index summary redistribution', keyspace_name: '*', table_name: '*' },
      { taskType: 'Index summary redistribution', keyspace: null, table: null },
    ],
  ])('a %s is told as over JMX', async (_, row, expected) => {
    const { made } = control('6.0-alpha2', { 'system_metrics.compaction_group': METRICS, 'system_views.sstable_tasks': [row] });
    expect(await made.compactionStats()).toEqual({
      pendingTasks: 1,
      pendingByTable: {},
      completedTasks: 5,
      compactedBytes: 7,
      active: [{ id: TASK.task_id, ...expected, completed: 1, total: 2, unit: 'bytes' }],
    });
  });

  test.each([
    ['{}', {}],
    ['{orders={events.by_note=1, events=2}}', { orders: { 'events.by_note': 1, events: 2 } }],
    ['{orders={events=2, lines=1}, hr={people=1}}', { orders: { events: 2, lines: 1 }, hr: { people: 1 } }],
  ])('pending compactions are read from what Java writes: %s', (text, expected) => {
    expect(parsePending(text)).toEqual(expected);
  });

  test.each(['', 'null', '{orders=2}', '{orders={events=x}}', '{} {}'])('%j is not a map of pending tasks', (text) => {
    expect(() => parsePending(text)).toThrow(expect.objectContaining({ code: 'NODE_CONTROL_MALFORMED' }));
  });

  test('a column of another type is an error that names it', async () => {
    const { made } = control('5.0.9', { 'system_views.snapshots': [{ ...SNAPSHOT, true_size: 'much' }] });
    await expect(made.listSnapshots()).rejects.toMatchObject({
      code: 'NODE_CONTROL_MALFORMED',
      message: expect.stringContaining('true_size'),
    });
  });
});
