import { formatEndpoint, keyspaceName } from '@ringside/model';
import { murmur3Token, serializeKey } from '@ringside/ring';
import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/run.ts';

/** Three nodes; each row of `orders` is on one of them. */
function threeNodes(): SimulatedCluster {
  return simulateCluster({
    keyspaces: {
      orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '1' }, tables: ['events', 'lines'] },
      shop: {
        replication: { class: 'NetworkTopologyStrategy', dc1: '3' },
        tables: ['Carts'],
        partitionKeys: {
          Carts: [
            { name: 'owner', type: 'text' },
            { name: 'day', type: 'int' },
          ],
        },
      },
    },
  });
}

async function ranBeside(cluster: SimulatedCluster, ...words: readonly string[]): Promise<Ran> {
  const sidecar = await startSimulatedSidecar({ cluster });
  const ran = await run([...words, '--sidecar', sidecar.url]);
  await sidecar.close();
  return { ...ran, out: ran.out.replaceAll(sidecar.url, 'URL') };
}

describe('ringside compactions', () => {
  it('says what runs, how far it is, and when it is done at the limit of throughput', async () => {
    const cluster = threeNodes();
    const running = { id: 'a', taskType: 'Compaction', keyspace: 'orders', table: 'events', unit: 'bytes' };
    cluster.node('node1').compactions = [{ ...running, completed: 64 * 1_048_576, total: 4 * 64 * 1_048_576 }];
    const { exitCode, out } = await ranBeside(cluster, 'compactions');
    const cells = out.split('\n').map((line) => line.split(/ {2,}/));
    expect([exitCode, cells]).toEqual([
      0,
      [
        ['Sidecar', 'Running', 'Waiting', 'Finished', 'Compacted', 'Left'],
        ['URL', '1 of 2', '1', '9', '4 KiB', '3.0 s'],
        [''],
        ['Sidecar', 'Task', 'Table', 'Done', 'Of', '%'],
        ['URL', 'Compaction', 'orders.events', '64 MiB', '256 MiB', '25.0'],
        [''],
      ],
    ]);
  });

  it('says that nothing runs, and has the answer of each node as JSON', async () => {
    expect((await ranBeside(threeNodes(), 'compactions')).out).toMatch(/\n\nNothing is compacted now\.\n$/);
    const { out } = await ranBeside(threeNodes(), 'compactions', '--json');
    expect(JSON.parse(out)).toMatchObject({ nodes: [{ sidecar: 'URL', ok: true, answer: { activeCompactionsCount: 0 } }] });
  });
});

describe('ringside clients', () => {
  it('shows what a client says of itself without letting it move the cursor', async () => {
    const cluster = threeNodes();
    cluster.node('node1').clients = [
      {
        address: '::1',
        port: 40_000,
        username: 'ada',
        protocolVersion: 5,
        requestCount: 1_234,
        driverName: 'evil\u001B[2J',
        driverVersion: '1.0',
        keyspace: 'orders',
        tls: { cipherSuite: 'TLS_AES_256_GCM_SHA384', protocol: 'TLSv1.3' },
        options: null,
        authenticationMode: null,
        authenticationMetadata: null,
      },
    ];
    const { out } = await ranBeside(cluster, 'clients');
    expect(out).toMatch(/^URL +\[::1\]:40000 +ada +evil\\u001b\[2J 1\.0 +5 +orders +TLSv1\.3 +1234$/m);
  });
});

describe('ringside tables', () => {
  it('lists the largest first, and refuses a keyspace that does not exist with the near miss', async () => {
    const cluster = threeNodes();
    cluster.write({ keyspace: 'orders', table: 'events', rows: 60 });
    await cluster.node('node1').control.flush({ keyspace: keyspaceName('orders') });
    const { out } = await ranBeside(cluster, 'tables', '-k', 'orders', '--json');
    const { tables } = JSON.parse(out) as { tables: { table: string; sstableCount: number; diskSpaceUsedBytes: number }[] };
    expect(tables.map(({ table, sstableCount }) => [table, sstableCount])).toEqual([
      ['events', 1],
      ['lines', 0],
    ]);
    expect(tables[0]?.diskSpaceUsedBytes).toBeGreaterThan(0);
    const { exitCode, err } = await ranBeside(cluster, 'tables', '-k', 'ordres');
    expect([exitCode, err]).toEqual([66, expect.stringMatching(/Keyspace ordres does not exist\n.*Did you mean orders\?/)]);
  });
});

describe('ringside where', () => {
  /** The first int whose only replica is a node. */
  async function keyOn(cluster: SimulatedCluster, name: string): Promise<{ id: string; key: Uint8Array }> {
    const node = cluster.node(name);
    const ranges = await node.control.rangeToEndpoints(keyspaceName('orders'));
    const own = formatEndpoint({ address: node.address, port: node.storagePort });
    const holds = (start: bigint, end: bigint, token: bigint): boolean =>
      start < end ? start < token && token <= end : start < token || token <= end;
    for (let id = 0; id < 1_000; id += 1) {
      const key = serializeKey('int', String(id));
      const range = ranges.find(({ start, end }) => holds(BigInt(start), BigInt(end), murmur3Token(key)));
      if (range?.endpoints.includes(own) === true) return { id: String(id), key };
    }
    return expect.fail(`${name} has none of 1,000 keys`);
  }

  it('goes from a key to its token, its replica and the SSTables that hold it', async () => {
    const cluster = threeNodes();
    const { id, key } = await keyOn(cluster, 'node1');
    cluster.write({ keyspace: 'orders', table: 'events', rows: 60, key });
    await cluster.node('node1').control.flush({ keyspace: keyspaceName('orders') });
    const { exitCode, out } = await ranBeside(cluster, 'where', 'orders', 'events', id);
    expect([exitCode, out]).toEqual([
      0,
      `Token ${murmur3Token(key)}

Replica         Datacenter  Rack   Status  SSTables
127.0.0.1:7000  dc1         rack1  Up      /var/lib/cassandra/data/orders/events/nb-1-big-Data.db
`,
    ]);
  });

  it('says of a replica that is down that nobody could be asked, and ends with 75 where one that is up has no sidecar', async () => {
    const cluster = threeNodes();
    const { id } = await keyOn(cluster, 'node2');
    const up = await ranBeside(cluster, 'where', 'orders', 'events', id);
    expect([up.exitCode, up.out]).toEqual([75, expect.stringMatching(/^127\.0\.0\.2:7000 .* Up +\? \(No sidecar answers at/m)]);
    cluster.node('node2').kill();
    await cluster.clock.advance(60_000);
    const down = await ranBeside(cluster, 'where', 'orders', 'events', id);
    expect([down.exitCode, down.out]).toEqual([0, expect.stringMatching(/^127\.0\.0\.2:7000 .* Down +\? \(it is down\)/m)]);
  });

  it('takes quoted names and a value for each column of a composite key', async () => {
    const { out } = await ranBeside(threeNodes(), 'where', 'shop', '"Carts"', 'ada', '7', '--json');
    const typed = await run(['token', '--type', 'text,int', 'ada', '7', '--json']);
    const [{ token }] = JSON.parse(typed.out) as [{ token: string }];
    expect(JSON.parse(out)).toMatchObject({ table: 'Carts', key: ['ada', '7'], token });
    const { exitCode, err } = await ranBeside(threeNodes(), 'where', 'shop', '"Carts"', 'ada');
    expect([exitCode, err]).toEqual([64, expect.stringMatching(/has 2 columns, and 1 values are given\n.*owner \(text\), day \(int\)/)]);
  });
});
