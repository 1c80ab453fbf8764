import { createStopJudge } from '@ringside/cluster-answers';
import type { ClusterJudge } from '@ringside/operation-engine';
import type { RunningOperation } from '@ringside/safety';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { clusterJudge } from './cluster-judge.ts';
import { optionsOf } from './testing/simulated-nodes.ts';

const ORDERS = { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' } } };
const [FIRST, SECOND] = ['127.0.0.1:7000', '127.0.0.2:7000'] as const;

function judgeOf(cluster: SimulatedCluster, running: readonly RunningOperation[] = []): ClusterJudge {
  const options = optionsOf(cluster);
  return clusterJudge(createStopJudge({ ...options, operations: async () => running }), options.instances);
}

describe('whyNotStop()', () => {
  it('says nothing against one node of three, and why not against two', async () => {
    const judge = judgeOf(simulateCluster({ keyspaces: ORDERS }));
    expect(await judge.whyNotStop([FIRST], {})).toEqual([]);
    expect(await judge.whyNotStop([FIRST, SECOND], {})).toEqual([expect.stringContaining('LOCAL_QUORUM on keyspace orders')]);
  });

  it('goes by the levels that users need', async () => {
    const judge = judgeOf(simulateCluster({ keyspaces: ORDERS }));
    expect(await judge.whyNotStop([FIRST, SECOND], { orders: 'ONE' })).toEqual([]);
    expect(await judge.whyNotStop([FIRST], { orders: 'ALL' })).toHaveLength(1);
  });

  it('is not kept by the operation that asks', async () => {
    const judge = judgeOf(simulateCluster({ keyspaces: ORDERS }), [{ name: 'Operation 1', nodes: [] }]);
    expect(await judge.whyNotStop([FIRST], {})).toEqual([]);
  });

  it('asks the next node where one does not answer', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    cluster.node('node1').kill();
    await cluster.clock.advance(60_000);
    expect(await judgeOf(cluster).whyNotStop([FIRST], {})).toEqual([]);
    expect(await judgeOf(cluster).whyNotStop([SECOND], {})).toEqual([expect.stringContaining('127.0.0.1:7000 is down')]);
  });

  it('does not allow what nobody can judge: no node answers, there is no such node, or no such level', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    expect(await judgeOf(cluster).whyNotStop(['10.0.0.9:7000'], {})).toEqual([expect.stringContaining('10.0.0.9')]);
    expect(await judgeOf(cluster).whyNotStop([FIRST], { orders: 'MOST' })).toEqual([expect.stringContaining('MOST')]);
    for (const node of cluster.nodes) node.kill();
    expect(await judgeOf(cluster).whyNotStop([FIRST], {})).toHaveLength(1);
  });
});

describe('whyNotBack()', () => {
  it('is a reason while others have the node down, and none when it is back', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    const judge = judgeOf(cluster);
    cluster.node('node1').kill();
    await cluster.clock.advance(60_000);
    expect(await judge.whyNotBack(FIRST)).toContain('127.0.0.1:7000 is down');
    cluster.node('node1').start();
    await cluster.clock.advance(60_000);
    expect(await judge.whyNotBack(FIRST)).toBeUndefined();
  });

  it('is a reason where nobody answers', async () => {
    const cluster = simulateCluster();
    for (const node of cluster.nodes) node.kill();
    expect(await judgeOf(cluster).whyNotBack(FIRST)).toEqual(expect.any(String));
  });
});
