import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/run.ts';

const RF3 = { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' } } };
const RF1 = { carts: { replication: { class: 'NetworkTopologyStrategy', dc1: '1' } } };

async function ran(cluster: SimulatedCluster, ...words: readonly string[]): Promise<Ran> {
  const sidecar = await startSimulatedSidecar({ cluster });
  const result = await run([...words, '--sidecar', sidecar.url]);
  await sidecar.close();
  return result;
}

describe('ringside can-stop', () => {
  it('says yes with 0 for one node of three, and shows each keyspace and what is not known', async () => {
    const { exitCode, out } = await ran(simulateCluster({ keyspaces: RF3 }), 'can-stop', '127.0.0.2');
    expect([exitCode, out]).toEqual([
      0,
      `Yes: 127.0.0.2:7000 can be stopped now.

Keyspace     Level         Said by          Ranges  Spare replicas
orders       LOCAL_QUORUM  default               3               0
system_auth  ANY           Cassandra’s own       3     none needed

Not known: streams of 127.0.0.2:7000.
Not known: hints of 127.0.0.2:7000.
Not known: the free disk space of 127.0.0.2:7000.
Not known: operations that others run, such as a repair.
`,
    ]);
  });

  it('says no with 1 for two of three, and names range, keyspace, level and replicas; JSON has the same', async () => {
    const cluster = simulateCluster({ keyspaces: RF3 });
    const { exitCode, out } = await ran(cluster, 'can-stop', '127.0.0.2', '127.0.0.3:7000');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^No: 127\.0\.0\.2:7000, 127\.0\.0\.3:7000 must not be stopped together now\.\n- LOCAL_QUORUM on keyspace orders/);
    expect(out).toMatch(
      /needs 2 replicas in dc1 of range \(-?\d+, -?\d+\] .*: without 127\.0\.0\.2:7000 and 127\.0\.0\.3:7000, 1 would be left\.$/m,
    );
    const json = JSON.parse((await ran(cluster, 'can-stop', '127.0.0.2', '127.0.0.3', '--json')).out) as unknown;
    expect(json).toMatchObject({ allowed: false, refusals: [{ kind: 'range', range: { cause: 'victims', needed: 2, left: 1 } }] });
  });

  it('says no while another replica is down, and who it is', async () => {
    const cluster = simulateCluster({ keyspaces: RF3 });
    cluster.node('node3').kill();
    await cluster.clock.advance(60_000);
    const { exitCode, out } = await ran(cluster, 'can-stop', '127.0.0.2');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringContaining(
        'without 127.0.0.2:7000, 1 would be left, since 127.0.0.3:7000 is down: gossip of 127.0.0.1:7000 has it down.',
      ),
    ]);
  });

  it('names the keyspace of which nothing can be spared, unless its users need less', async () => {
    const cluster = simulateCluster({ keyspaces: { ...RF3, ...RF1 } });
    const { exitCode, out } = await ran(cluster, 'can-stop', '127.0.0.2');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(
        /^- LOCAL_QUORUM on keyspace carts needs 1 replica .*: the only replica can never be stopped without failed requests\.$/m,
      ),
    ]);
    expect((await ran(cluster, 'can-stop', '127.0.0.2', '--level', 'carts=any')).exitCode).toBe(0);
  });

  it('judges a whole rack, and says which racks and datacenters there are', async () => {
    const cluster = simulateCluster({ keyspaces: RF3, datacenters: { dc1: 6 } });
    const { exitCode, out } = await ran(cluster, 'can-stop', '--rack', 'rack2');
    expect([exitCode, out.split('\n')[0]]).toEqual([0, 'Yes: 127.0.0.2:7000, 127.0.0.5:7000 can be stopped together now.']);
    const wrong = await ran(cluster, 'can-stop', '--rack', 'rack7');
    expect([wrong.exitCode, wrong.err]).toEqual([
      66,
      expect.stringMatching(/No rack is called rack7\n.*Did you mean rack1\? The racks are rack1, rack2, rack3\./),
    ]);
    expect((await ran(cluster, 'can-stop', '--datacenter', 'dc2')).err).toMatch(/No datacenter is called dc2\n.*Did you mean dc1\?/);
    expect((await ran(cluster, 'can-stop', '127.0.0.9')).err).toMatch(
      /No node of the cluster has the address 127\.0\.0\.9\n.*Did you mean 127\.0\.0\.1\?/,
    );
    expect((await ran(cluster, 'can-stop', '127.0.0.1', '--level', 'ordres=ONE')).err).toMatch(
      /no replicated keyspace is called that\n.*Did you mean orders\?/,
    );
  });

  it('says no while a node joins, or the node itself is streaming', async () => {
    const joining = simulateCluster({ keyspaces: RF3 });
    joining.addNode({ datacenter: 'dc1', rack: 'rack1' });
    await joining.clock.advance(2_000);
    expect((await ran(joining, 'can-stop', '127.0.0.2')).out).toMatch(/^- 127\.0\.0\.4:7000 is joining the ring/m);
    const streaming = simulateCluster({ keyspaces: RF3 });
    const nothing = { completedFiles: 0, totalFiles: 1, completedBytes: 0, totalBytes: 1 };
    const session = { peer: '127.0.0.2:7000', state: 'STREAMING', receiving: nothing, sending: nothing };
    streaming.node('node1').streams = [{ planId: 'p', description: 'Rebuild', sessions: [session] }];
    expect((await ran(streaming, 'can-stop', '127.0.0.1')).out).toMatch(
      /^- 127\.0\.0\.1:7000 is streaming: Rebuild with 127\.0\.0\.2:7000\.$/m,
    );
  });

  it.each([
    [[], 'Nothing is selected'],
    [['127.0.0.1', '--batches'], '--batches is about all nodes, and takes no selection'],
    [['127.0.0.1', '--at-most', '1'], '--at-most goes with --batches'],
    [['127.0.0.1', '--level', 'orders'], '--level must be a keyspace and a consistency level, not "orders"'],
    [['127.0.0.1', '--level', 'orders=QUORUN'], '"QUORUN" is not a consistency level'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, err } = await run(['can-stop', ...words, '--sidecar', 'http://127.0.0.1:9']);
    expect([exitCode, err]).toEqual([64, expect.stringContaining(message)]);
  });
});

describe('ringside can-stop --batches', () => {
  it('goes rack by rack where that is safe, and says why not wider', async () => {
    const cluster = simulateCluster({ keyspaces: RF3, datacenters: { dc1: 6 } });
    const { exitCode, out } = await ran(cluster, 'can-stop', '--batches');
    const steps = out.split('\n').filter((line) => /^\d+\./.test(line));
    expect([exitCode, steps]).toEqual([
      0,
      [
        '1. dc1 rack1: 127.0.0.1:7000, 127.0.0.4:7000',
        '2. dc1 rack2: 127.0.0.2:7000, 127.0.0.5:7000',
        '3. dc1 rack3: 127.0.0.3:7000, 127.0.0.6:7000',
      ],
    ]);
    expect(out).toMatch(/^ {3}With 127\.0\.0\.2:7000: LOCAL_QUORUM on keyspace orders needs 2 replicas/m);
    expect((await ran(cluster, 'can-stop', '--batches', '--at-most', '1')).out).toMatch(
      /^6\. dc1 rack3: 127\.0\.0\.6:7000\n {3}No more than 1 at a time\.$/m,
    );
  });

  it('ends with 1 where a node can be in none', async () => {
    const { exitCode, out } = await ran(simulateCluster({ keyspaces: RF1 }), 'can-stop', '--batches');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/^No: 127\.0\.0\.1:7000 can be in no batch\.\n- LOCAL_QUORUM on keyspace carts/m),
    ]);
  });
});
