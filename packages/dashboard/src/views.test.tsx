import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CompactionsOf, StreamsOf } from './activity/activity-view.tsx';
import { AdviceOf } from './advice/advice-view.tsx';
import { ClientsOf } from './clients/clients-view.tsx';
import { type History, HistoryOf } from './history/history-view.tsx';
import { TablesOf } from './keyspaces/keyspaces-view.tsx';
import { CapacityOf } from './nodes/capacity-table.tsx';
import { NodeTable } from './nodes/node-table.tsx';
import { NodesView } from './nodes/nodes-view.tsx';
import { RangeList } from './ring/range-list.tsx';
import { RangeReplicas } from './ring/range-replicas.tsx';
import { DisksOf, SettingsOf } from './settings/settings-view.tsx';
import { SnapshotsOf } from './snapshots/snapshots-view.tsx';
import { observed } from './testing/observed.ts';

const draw = renderToStaticMarkup;

describe('a view of nodes', () => {
  it('lists those that are not up first, each with its verdict', () => {
    const html = draw(
      <NodeTable observation={observed({ nodes: [{}, {}, { state: 'frozen', sentence: 'frozen: it does not answer' }] })} />,
    );
    expect(html.indexOf('127.0.0.3')).toBeLessThan(html.indexOf('127.0.0.1'));
    expect(html).toContain('frozen: it does not answer');
    expect(html).toContain('✕ Frozen Normal');
  });

  it('of one node shows who says what, and leads to its own sidecar for what only that knows', () => {
    const html = draw(<NodesView observation={observed()} address={{ view: 'nodes', node: '127.0.0.2:7000' }} />);
    expect(html).toContain('Who says so');
    expect(html).toContain('href="http://127.0.0.2:9043/#/clients"');
  });

  it('of a node that is gone says so, with a way on', () => {
    const html = draw(<NodesView observation={observed()} address={{ view: 'nodes', node: '10.0.0.1:7000' }} />);
    expect(html).toContain('10.0.0.1:7000 is not in the ring');
    expect(html).toContain('href="#/nodes"');
  });
});

describe('ranges', () => {
  const { availability, nodes } = observed({ nodes: [{}, {}, { state: 'dead' }], keyspaces: { orders: 2 } });
  const ranges = availability.keyspaces[0]?.ranges ?? [];

  it('are listed with those first on which requests fail, the chosen one marked', () => {
    const html = draw(<RangeList ranges={ranges} keyspace="orders" chosen={ranges[0]} onChoose={() => undefined} />);
    expect(html.indexOf('✕ unavailable')).toBeLessThan(html.indexOf('● available'));
    expect(html.match(/aria-pressed="true"/g)).toHaveLength(1);
  });

  it('are drawn in parts where they are many', () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      Object.assign({ ...ranges[0] } as (typeof ranges)[number], { end: String(index) }),
    );
    const html = draw(<RangeList ranges={many} keyspace="orders" chosen={undefined} onChoose={() => undefined} />);
    expect(html.match(/<tr/g)).toHaveLength(51);
    expect(html).toContain('50 of 120 rows.');
  });

  it('are told with each replica in order, and what it means for requests', () => {
    const broken = ranges.find(({ state }) => state === 'unavailable');
    if (broken === undefined) throw new Error('one node of three is dead');
    const html = draw(<RangeReplicas range={broken} nodes={nodes} level="QUORUM" />);
    expect(html).toContain('requests fail');
    expect(html).toContain('at QUORUM: it needs 2, and 1 can answer');
    expect(html).toContain('✕ Dead Normal');
  });
});

describe('the last hour', () => {
  const history = (over: Partial<History>): History => ({ isKept: true, stepMs: 10_000, timesMs: [], series: [], ...over });

  it('is drawn with the last value of each line, and its numbers behind a button', () => {
    const series = [{ id: 'reads', unit: 'perSecond' as const, values: [null, 1_200] }];
    const html = draw(<HistoryOf history={history({ timesMs: [0, 10_000], series })} />);
    expect(html).toContain('Requests over the last hour; last: reads 1,200/s, writes not known');
    expect(html).toContain('<summary>Numbers</summary>');
  });

  it('says why there is nothing to draw', () => {
    expect(draw(<HistoryOf history={history({})} />)).toContain('Nothing to draw yet');
    expect(draw(<HistoryOf history={history({ isKept: false })} />)).toContain('metrics.cassandra: false');
  });
});

describe('advice', () => {
  const none = { advice: [], unjudged: [], nodes: ['127.0.0.1:7000'] };

  it('is each with its fact, bound and cost, and where it is explained', () => {
    const entry = {
      rule: 'partition-size',
      severity: 'act' as const,
      node: '127.0.0.1:7000',
      keyspace: 'orders',
      table: 'events',
      fact: 'the largest partition has 120 MiB',
      measured: 120,
      threshold: 100,
      unit: 'MiB',
      source: 'cassandra.yaml',
      change: 'Divide the key.',
      cost: 'a new table.',
      page: 'learn/data-modeling',
    };
    const html = draw(<AdviceOf advice={{ ...none, advice: [entry] }} />);
    for (const words of ['Divide the key.', 'Because the largest partition has 120 MiB.', 'It costs: a new table.', 'learn/data-modeling'])
      expect(html).toContain(words);
    expect(html).toContain('href="#/keyspaces?keyspace=orders&amp;table=events"');
  });

  it('says so where there is none, and what could not be judged', () => {
    const html = draw(<AdviceOf advice={{ ...none, unjudged: [{ rule: 'disk-days', node: null, reason: 'watched for 1 min' }] }} />);
    expect(html).toContain('Nothing to change, as far as could be judged.');
    expect(html).toContain('watched for 1 min');
  });
});

it('capacity is that of the disk of a node that is fullest, or why it is not known', () => {
  const disk = { directories: ['/data'], totalBytes: 1_024, growthBytesPerDay: 1, observedMs: 1 };
  const node = { endpoint: '127.0.0.1:7000', datacenter: 'dc1', rack: 'r1', isUp: true, loadBytes: 512, tokens: 1, owns: 1, reason: null };
  const disks = [
    Object.assign({ availableBytes: 1_000, daysUntilFull: 900 }, disk),
    Object.assign({ availableBytes: 100, daysUntilFull: 12.7 }, disk),
  ];
  const unknown = Object.assign({}, node, { endpoint: '127.0.0.2:7000', disks: null, reason: 'its sidecar does not answer' });
  const html = draw(<CapacityOf capacity={{ nodes: [Object.assign({}, node, { disks }), unknown], racks: [], datacenters: [] }} />);
  expect(html).toContain('12 days');
  expect(html).toContain('100 bytes');
  expect(html).toContain('its sidecar does not answer');
});

describe('what a node does and has', () => {
  it('is said in words where there is nothing', () => {
    const idle = {
      concurrentCompactors: 2,
      pendingTasks: {},
      totalPendingTasks: 0,
      completedCompactions: 9,
      dataCompacted: 4_096,
      abortedCompactions: 0,
      reducedCompactions: 0,
      sstablesDroppedFromCompaction: 0,
      completedCompactionsRate: { meanRate: 0, fifteenMinuteRate: 0 },
      activeCompactions: [],
      activeCompactionsCount: 0,
      activeCompactionsRemainingTime: 0,
    };
    expect(draw(<CompactionsOf stats={idle} />)).toContain('Nothing is being compacted now.');
    expect(draw(<StreamsOf answer={{ streams: [] }} />)).toContain('Nothing streams to or from this node now.');
    expect(draw(<ClientsOf clients={{ totalConnectedClients: 0, connectionsByUser: {} }} />)).toContain('No client is connected.');
    expect(draw(<SnapshotsOf snapshots={[]} />)).toContain('This node keeps no snapshot.');
    expect(draw(<SettingsOf settings={{}} />)).toContain('The node tells of no setting.');
    expect(draw(<DisksOf disks={[]} />)).toContain('The sidecar sees no disk of this machine.');
    expect(draw(<TablesOf tables={[]} />)).toContain('This keyspace has no table.');
  });

  it('is a snapshot once over all its tables', () => {
    const of = { keyspace: 'orders', sizeBytes: 1_024, trueSizeBytes: 512, createdAt: null, expiresAt: null };
    const html = draw(<SnapshotsOf snapshots={['carts', 'events'].map((table) => Object.assign({ tag: 'nightly', table }, of))} />);
    expect(html.match(/nightly/g)).toHaveLength(1);
    expect(html).toContain('2 KiB');
    expect(html).toContain('never');
  });

  it('is how full its disks are, the fullest first', () => {
    const disk = (mount: string, usableSpace: number) => ({
      totalSpace: 100,
      freeSpace: usableSpace,
      usableSpace,
      name: '/dev/sda',
      mount,
      type: 'ext4',
    });
    const html = draw(<DisksOf disks={[disk('/', 60), disk('/data', 10)]} />);
    expect(html.indexOf('/data')).toBeLessThan(html.indexOf('>/<'));
    expect(html).toContain('90%');
  });

  it('is each stream with how far it is in both directions', () => {
    const none = { completedFiles: 0, totalFiles: 0, completedBytes: 0, totalBytes: 0 };
    const half = { completedFiles: 0, totalFiles: 1, completedBytes: 512, totalBytes: 1_024 };
    const session = { peer: '127.0.0.2:7000', state: 'STREAMING', receiving: half, sending: none };
    const html = draw(<StreamsOf answer={{ streams: [{ planId: 'p', description: 'Repair', sessions: [session] }] }} />);
    expect(html).toContain('512 bytes of 1 KiB');
    expect(html).toContain('Repair');
  });
});
