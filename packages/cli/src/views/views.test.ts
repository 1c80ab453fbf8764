import { plainStyle } from '@ringside/cli-kit';
import { keyspaceName } from '@ringside/model';
import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveOwnership } from './ownership.ts';
import { availabilityText } from './status-view.ts';
import { type Ran, run } from '../testing/run.ts';

const EVENTS_KEY = [
  { name: 'tenant', type: 'text' },
  { name: 'day', type: 'int' },
];

/** Ten nodes, so that their addresses sort otherwise as texts than as numbers; each row of `orders` is on three of them. */
function tenNodes(): SimulatedCluster {
  const replication = { class: 'NetworkTopologyStrategy', dc1: '3' };
  const orders = { replication, tables: ['events'], partitionKeys: { events: EVENTS_KEY } };
  return simulateCluster({ datacenters: { dc1: 10 }, keyspaces: { orders } });
}

/** The same some time after `node2` died. */
async function nineOfTenNodes(): Promise<SimulatedCluster> {
  const cluster = tenNodes();
  cluster.node('node2').kill();
  await cluster.clock.advance(60_000);
  return cluster;
}

async function ranBeside(cluster: SimulatedCluster, ...words: readonly string[]): Promise<Ran & { readonly asked: readonly string[] }> {
  const sidecar = await startSimulatedSidecar({ cluster });
  const ran = await run([...words, '--sidecar', sidecar.url]);
  await sidecar.close();
  return { ...ran, asked: sidecar.asked };
}

describe('ringside status', () => {
  it('reads as nodetool status does, with availability below', async () => {
    const { out } = await ranBeside(await nineOfTenNodes(), 'status');
    expect(out).toBe(`Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address     Load       Tokens  Owns   Host ID                               Rack
UN  127.0.0.1   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000001  rack1
DN  127.0.0.2   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000002  rack2
UN  127.0.0.3   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000003  rack3
UN  127.0.0.4   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000004  rack1
UN  127.0.0.5   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000005  rack2
UN  127.0.0.6   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000006  rack3
UN  127.0.0.7   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000007  rack1
UN  127.0.0.8   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000008  rack2
UN  127.0.0.9   88.49 KiB  1       10.0%  00000000-0000-4000-8000-000000000009  rack3
UN  127.0.0.10  88.49 KiB  1       10.0%  00000000-0000-4000-8000-00000000000a  rack1

Availability at LOCAL_QUORUM (local datacenter dc1)
Keyspace     Replication       Ranges  Available  Under-replicated  Unavailable  At LOCAL_QUORUM
orders       dc1:3                 10          6                 4            0  under-replicated
system_auth  SimpleStrategy 1      10          9                 0            1  UNAVAILABLE

127.0.0.2 is down: gossip of 127.0.0.1:7000 has it down
`);
  });

  it('lists keyspaces of users before those of Cassandra itself, each in their order', () => {
    const keyspaces = ['orders', 'system_auth', 'system_traces', 'systems', 'users'].map((keyspace) => ({
      keyspace,
      replication: { class: 'SimpleStrategy', replication_factor: '1' },
      summary: { total: 3, available: 3, underReplicated: 0, unavailable: 0 },
      ranges: [],
    }));
    const text = availabilityText({ consistency: 'ONE', localDatacenter: 'dc1', keyspaces }, plainStyle);
    expect(text.match(/^\w+(?= +SimpleStrategy)/gm)).toEqual(['orders', 'systems', 'users', 'system_auth', 'system_traces']);
  });

  it('with a keyspace shows effective ownership, and asks the sidecar for that keyspace and level only', async () => {
    const { out, asked } = await ranBeside(tenNodes(), 'status', '-k', 'orders', '-c', 'quorum');
    expect(out).toMatch(/Owns \(effective\)/);
    expect(out).toMatch(/^UN {2}127\.0\.0\.4 .* 30\.0% /m);
    expect(asked).toContain('GET /api/v1/cassandra/availability?keyspace=orders&consistency=QUORUM');
  });

  it('with --check says in one sentence how the cluster is, and by its exit code', async () => {
    const [well, degraded] = [
      await ranBeside(tenNodes(), 'status', '--check'),
      await ranBeside(await nineOfTenNodes(), 'status', '--check', '-k', 'orders'),
    ];
    expect([well.exitCode, well.out]).toEqual([0, 'ok: 10 of 10 nodes are up\n']);
    expect([degraded.exitCode, degraded.out]).toEqual([1, 'degraded: ranges of orders are under-replicated; not up: 127.0.0.2\n']);
    const broken = await ranBeside(await nineOfTenNodes(), 'status', '--check', '--json');
    expect(broken.exitCode).toBe(2);
    expect(JSON.parse(broken.out)).toMatchObject({
      health: {
        exitCode: 2,
        sentence:
          'unavailable: ranges of system_auth are unavailable at LOCAL_QUORUM; ranges of orders are under-replicated; not up: 127.0.0.2',
      },
    });
  });

  it('with --problems prints only what is wrong, and nothing where all is well', async () => {
    expect((await ranBeside(tenNodes(), 'status', '--problems')).out).toBe('');
    const { out, exitCode } = await ranBeside(await nineOfTenNodes(), 'status', '--problems', '-k', 'orders');
    expect(out).toBe(`degraded: ranges of orders are under-replicated; not up: 127.0.0.2
127.0.0.2 is down: gossip of 127.0.0.1:7000 has it down
`);
    expect(exitCode).toBe(0);
  });

  it('does not show a ring of one node as broken where keyspaces ask for more replicas than there are nodes', async () => {
    const orders = { replication: { class: 'NetworkTopologyStrategy', dc1: '3' } };
    const alone = simulateCluster({ datacenters: { dc1: 1 }, keyspaces: { orders } });
    const { out } = await ranBeside(alone, 'status');
    expect(out).toMatch(/^orders .* too few nodes$/m);
    expect(out).not.toContain('UNAVAILABLE');
    expect(await ranBeside(alone, 'status', '--check')).toMatchObject({ exitCode: 0, out: 'ok: 1 of 1 nodes are up\n' });
  });

  it('colours only where it is asked to', async () => {
    const sidecar = await startSimulatedSidecar({ cluster: await nineOfTenNodes() });
    const coloured = await run(['status', '--sidecar', sidecar.url], { env: { FORCE_COLOR: '1' } });
    const plain = await run(['status', '--sidecar', sidecar.url], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    await sidecar.close();
    expect(coloured.out).toContain('\u001B[31mDN\u001B[39m');
    expect(plain.out).not.toContain('\u001B');
  });
});

describe('effectiveOwnership()', () => {
  it('adds up to the replication factor, whatever the ranges, a wrapping one included', () => {
    const tokens = fc.uniqueArray(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(tokens, fc.integer({ min: 1, max: 3 }), (unsorted, factor) => {
        const sorted = unsorted.toSorted((a, b) => (a < b ? -1 : 1));
        const ranges = sorted.map((end, index) => ({
          start: String(sorted.at(index - 1)),
          end: String(end),
          replicas: Array.from({ length: factor }, (_, replica) => `node${replica}`),
        }));
        for (const owned of effectiveOwnership(ranges).values()) expect(owned).toBeCloseTo(1, 4);
      }),
    );
  });
});

describe('ringside token', () => {
  it('takes the types from the schema, and names the replicas in the order in which they are placed, in a range that wraps too', async () => {
    const cluster = tenNodes();
    const keys = Array.from({ length: 100 }, (_, day) => ['acme', String(day)]).flat();
    const { out } = await ranBeside(cluster, 'token', '-k', 'orders', '--table', 'events', ...keys, '--json');
    const typed = await run(['token', '--type', 'text,int', ...keys, '--json']);
    const rows = JSON.parse(out) as { token: string; types: string[]; replicas: string[] }[];
    expect(rows[0]?.types).toEqual(['text', 'int']);
    expect(rows.map(({ token }) => token)).toEqual((JSON.parse(typed.out) as { token: string }[]).map(({ token }) => token));
    const ranges = await cluster.node('node1').control.rangeToEndpoints(keyspaceName('orders'));
    const holds = (start: bigint, end: bigint, token: bigint): boolean =>
      start < end ? start < token && token <= end : start < token || token <= end;
    const placed = ({ token }: { token: string }): readonly string[] | undefined =>
      ranges.find(({ start, end }) => holds(BigInt(start), BigInt(end), BigInt(token)))?.endpoints;
    expect(rows.map(({ replicas }) => replicas)).toEqual(rows.map((row) => placed(row)));
    expect(rows.map(({ replicas }) => replicas)).toContainEqual(['127.0.0.10:7000', '127.0.0.2:7000', '127.0.0.3:7000']);
    expect(new Set(rows.map(({ replicas }) => replicas[0])).size).toBe(10);
  });

  it('says of a keyspace without replicas why it has none, and so do its ranges', async () => {
    for (const words of [
      ['token', '-k', 'system', 'alice'],
      ['ranges', 'system'],
    ]) {
      const { exitCode, err } = await ranBeside(tenNodes(), ...words);
      expect([exitCode, err]).toEqual([64, expect.stringContaining('each node keeps its own')]);
    }
  });

  it('reads negative numbers as keys', async () => {
    const { exitCode, out } = await run(['token', '--type', 'int', '-42', '--json']);
    expect([exitCode, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ key: ['-42'] })]]);
  });
});
