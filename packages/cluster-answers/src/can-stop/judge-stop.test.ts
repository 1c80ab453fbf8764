import { unwatched } from '@ringside/cluster-watch';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { keepRecords } from '../record.ts';
import { createStopJudge, type StopJudge, type StoppableNode, type StopServices } from './judge-stop.ts';

const { signal } = new AbortController();
const BOUNDS = { alone: true, signal };
const RACKS = simulateCluster({
  datacenters: { dc1: { nodes: 6, racks: 3 } },
  keyspaces: { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' } } },
});

interface Judged {
  readonly judge: StopJudge<StoppableNode>;
  readonly asked: StoppableNode;
}

function judgeOf(cluster: SimulatedCluster, more: Pick<StopServices<StoppableNode>, 'operations' | 'levels'> = {}): Judged {
  const [first] = cluster.nodes;
  const { control, cql, address: host } = first as NonNullable<typeof first>;
  const asked = { host, reads: control, control, cql, dataDirectories: undefined } as unknown as StoppableNode;
  const records = keepRecords([asked], cluster.clock);
  records.stop();
  const streamsOf = async (): Promise<readonly []> => [];
  const services = { clock: cluster.clock, instances: [asked], watch: unwatched, records, streamsOf };
  return { asked, judge: createStopJudge({ ...services, ...more }) };
}

describe('batchesOf()', () => {
  it('plans what batches() does where no node is named', async () => {
    const { judge, asked } = judgeOf(RACKS);
    expect(await judge.batchesOf(asked, {}, {}, signal)).toEqual(await judge.batches(asked, {}, BOUNDS));
  });

  it('leaves out every other node, and says so of a batch that lost some', async () => {
    const { judge, asked } = judgeOf(RACKS);
    const all = await judge.batches(asked, {}, BOUNDS);
    const [widest = { nodes: [] }] = all.batches;
    expect(widest.nodes).toHaveLength(2);
    const some = await judge.batchesOf(asked, { nodes: widest.nodes.slice(0, 1) }, {}, signal);
    expect(some.batches).toEqual([{ ...widest, nodes: widest.nodes.slice(0, 1), limit: 'No other node of this batch was selected.' }]);
    expect((await judge.batchesOf(asked, { nodes: widest.nodes }, {}, signal)).batches).toEqual([widest]);
  });

  it('tells of refused nodes only where they are meant', async () => {
    const carts = { carts: { replication: { class: 'NetworkTopologyStrategy', dc1: '1' } } };
    const { judge, asked } = judgeOf(simulateCluster({ keyspaces: carts }));
    expect((await judge.batches(asked, {}, BOUNDS)).refused).toHaveLength(3);
    expect(await judge.batchesOf(asked, { nodes: ['127.0.0.2'] }, {}, signal)).toMatchObject({
      batches: [],
      refused: [{ node: '127.0.0.2:7000' }],
    });
  });

  it('takes a rack as a whole, and none that is not there', async () => {
    const { judge, asked } = judgeOf(RACKS);
    const { batches } = await judge.batchesOf(asked, { rack: 'rack2' }, {}, signal);
    expect(batches).toMatchObject([{ rack: 'rack2', nodes: [expect.any(String), expect.any(String)] }]);
    await expect(judge.batchesOf(asked, { rack: 'rack9' }, {}, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what is known to run', () => {
  it('forbids to stop a node that it needs, and is told where nobody knows it', async () => {
    const known = judgeOf(RACKS, { operations: async () => [{ name: 'Operation 7', nodes: [] }] });
    const refused = await known.judge.mayStop(known.asked, { nodes: ['127.0.0.1'] }, BOUNDS);
    expect(refused).toMatchObject({
      allowed: false,
      refusals: [{ kind: 'operation', sentence: 'Operation 7 is running and needs every node.' }],
    });
    const { judge, asked } = judgeOf(RACKS);
    const allowed = await judge.mayStop(asked, { nodes: ['127.0.0.1'] }, BOUNDS);
    expect(allowed.notChecked).toContain('Not known: operations that others run, such as a repair.');
  });
});

describe('levels that are kept', () => {
  it('hold where the question gives none', async () => {
    const { judge, asked } = judgeOf(RACKS, { levels: { orders: 'ALL' } });
    const question = { nodes: ['127.0.0.1'] };
    const strict = await judge.mayStop(asked, question, BOUNDS);
    expect(strict).toMatchObject({ allowed: false, keyspaces: expect.arrayContaining([expect.objectContaining({ levelSource: 'kept' })]) });
    expect((await judge.batches(asked, {}, BOUNDS)).batches).toEqual([]);
    expect((await judge.mayStop(asked, { ...question, levels: { orders: 'ONE' } }, BOUNDS)).allowed).toBe(true);
  });
});
