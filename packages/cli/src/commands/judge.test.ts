import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/run.ts';

function threeNodes(): SimulatedCluster {
  return simulateCluster({
    keyspaces: { shop: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['carts', 'lines'] } },
  });
}

async function ranBeside(cluster: SimulatedCluster, ...words: readonly string[]): Promise<Ran> {
  const sidecar = await startSimulatedSidecar({ cluster });
  const ran = await run([...words, '--sidecar', sidecar.url]);
  await sidecar.close();
  return { ...ran, out: ran.out.replaceAll(sidecar.url, 'URL') };
}

describe('ringside advise', () => {
  it('says what to act on, why, what to change and what that costs; and how much could not be judged', async () => {
    const cluster = threeNodes();
    cluster.node('node1').compactions = Array.from({ length: 100 }, (_, index) => ({
      id: String(index),
      taskType: 'Compaction',
      keyspace: 'shop',
      table: 'carts',
      completed: 0,
      total: 1,
      unit: 'bytes',
    }));
    const { exitCode, out } = await ranBeside(cluster, 'advise', '--act');
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^ACT compaction-backlog\n {2}127\.0\.0\.1:7000 {2}100 compactions wait, at a limit of 64 MiB a second\n {2}Change {2}Raise/,
    );
    expect(out).toMatch(
      / {2}Cost {4}\S.*\n {2}Bound {3}\S.*\n {2}Read {4}learn\/compaction\n\n\d+ could not be judged \(--unjudged lists them\)\n$/,
    );
  });

  it('lists what could not be judged when it is asked to', async () => {
    const { out } = await ranBeside(threeNodes(), 'advise', '--unjudged');
    expect(out).toMatch(/could not be judged:\n(?: {2}.+\n)+$/);
    expect(out).toContain('  disk-days on 127.0.0.1:7000: The sidecar ');
  });
});

describe('ringside hot', () => {
  it('says which partitions were written most, of all tables of users or of one', async () => {
    const cluster = threeNodes();
    cluster.write({ keyspace: 'shop', table: 'carts', rows: 5 });
    cluster.write({ keyspace: 'shop', table: 'lines', rows: 9 });
    const all = await ranBeside(cluster, 'hot', '--for', '100ms');
    expect([all.exitCode, all.out]).toEqual([
      0,
      'Written most\nTable       Key  Seen  Nodes\nshop.lines  0       9      1\nshop.carts  0       5      1\n',
    ]);
    const one = await ranBeside(cluster, 'hot', 'shop', 'carts', '--for', '100ms', '--json');
    expect(JSON.parse(one.out)).toMatchObject({ partitions: [{ sampler: 'writes', table: 'carts', count: 5, nodes: 1 }] });
  });

  it('says that there were none, and refuses a keyspace without a table, or with one that it does not have', async () => {
    expect((await ranBeside(threeNodes(), 'hot', '--for', '100ms')).out).toBe('Nobody asked for a partition in 100 ms.\n');
    expect(await ranBeside(threeNodes(), 'hot', 'shop')).toMatchObject({
      exitCode: 64,
      err: expect.stringContaining('Which table of shop?'),
    });
    expect((await ranBeside(threeNodes(), 'hot', 'shop', 'cart')).err).toContain('Did you mean carts?');
  });
});

describe('ringside top', () => {
  it('prints one round where the output is no terminal', async () => {
    const cluster = threeNodes();
    cluster.write({ keyspace: 'shop', table: 'carts', rows: 60 });
    const { exitCode, out } = await ranBeside(cluster, 'top');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Node +Over +Reads\/s/);
    expect(out.split('\n').filter((line) => line.startsWith('127.0.0.1:9042'))).toHaveLength(1);
    expect(out).toMatch(/\nshop\.carts +0\.00 +\d/);
  });

  it('is JSON for a program, and has no more tables than are wanted', async () => {
    const cluster = threeNodes();
    cluster.write({ keyspace: 'shop', table: 'carts', rows: 6 });
    const { out } = await ranBeside(cluster, 'top', '--json', '--tables', '0');
    expect(JSON.parse(out)).toMatchObject({ nodes: [{ node: '127.0.0.1:9042', pendingTasks: 0 }], tables: [], failures: [] });
  });
});
