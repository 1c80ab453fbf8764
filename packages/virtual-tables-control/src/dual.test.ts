import { errors, type Logger, silentLogger } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { composeNode, everyRole, type NodeControl, nodeControlErrors } from '@ringside/node-control';
import { describe, expect, test } from 'vitest';
import type { CqlReader } from './cql.ts';
import { createDualControl } from './dual.ts';
import { virtualTablesMethods } from './methods.ts';

const LOCAL = {
  cluster_name: 'Test Cluster',
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  data_center: 'dc1',
  rack: 'rack1',
  host_id: '6d9a7a50-0000-1000-8000-000000000000',
  tokens: new Set(['1']),
};

const GOSSIP = { address: '127.0.0.1', port: 7000, hostname: 'n', generation: 5, heartbeat: 9n, dc: 'dc1', dc_version: 3 };
const SNAPSHOT = {
  name: 'nightly',
  keyspace_name: 'orders',
  table_name: 'events',
  true_size: 1n,
  size_on_disk: 2n,
  created_at: null,
  expires_at: null,
  ephemeral: false,
};
const FROM_TABLES = { '/127.0.0.1:7000': { generation: '5', heartbeat: '9', DC: 'dc1' } };
const FROM_MANAGEMENT = { management: {} };

const unavailable = nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'nobody there' });
const denied = nodeControlErrors.NODE_CONTROL_DENIED({ message: 'another secret' });
const closed = nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'CQL is closed' });

/** A node of a version, both of whose transports can be broken, slowed down, and asked what they were asked. */
function node(version: string) {
  const clock = createManualClock();
  const faults: { tables?: Error | undefined; management?: Error | undefined } = {};
  const asked: string[] = [];
  const warned: string[] = [];
  const hangs: { tables?: number; management?: number } = {};
  async function reach(transport: 'tables' | 'management', what: string): Promise<void> {
    asked.push(`${transport} ${what}`);
    const { [transport]: hangsMs } = hangs;
    if (hangsMs !== undefined) await clock.advance(hangsMs);
    const fault = faults[transport];
    if (fault !== undefined) throw fault;
  }
  const reader: CqlReader = {
    async *rows(statement) {
      const table = /FROM (\S+)/.exec(statement)?.[1] ?? '';
      await reach('tables', table);
      if (table === 'system.local') yield { ...LOCAL, release_version: version };
      if (table === 'system_views.gossip_info') yield GOSSIP;
      if (table === 'system_views.snapshots') yield SNAPSHOT;
    },
  };
  const management = new Proxy({} as NodeControl, {
    get: (_, method: string) => async (): Promise<unknown> => {
      await reach('management', method);
      return method === 'identity' ? { releaseVersion: version } : FROM_MANAGEMENT;
    },
  });
  const whole = composeNode(everyRole(management));
  const logger: Logger = { ...silentLogger, warn: (message) => warned.push(message) };
  const made = createDualControl({ reader, management: whole, node: '10.0.0.1:9042', clock, logger });
  const alone = createDualControl({ reader, management: undefined, clock });
  return { made, alone, faults, hangs, asked, warned, clock, methods: Object.keys(whole) };
}

/** A caller that gives up while it waits; what it waited for then fails in its own way. */
function abortsWith(reason: Error | undefined): { readonly signal: AbortSignal; readonly abort: () => Error } {
  const controller = new AbortController();
  const abort = (): Error => {
    controller.abort(reason);
    return closed;
  };
  return { signal: controller.signal, abort };
}

describe('a node with both transports', () => {
  test.each([
    ['4.0.19', FROM_MANAGEMENT],
    ['4.1.10', FROM_MANAGEMENT],
    ['5.0.9', FROM_MANAGEMENT],
    ['6.0-alpha2', FROM_TABLES],
  ])('of Cassandra %s is asked where its version tells most', async (version, answer) => {
    const { made, asked } = node(version);
    expect([await made.gossip(), await made.gossip()]).toEqual([answer, answer]);
    const second = answer === FROM_TABLES ? 'tables system_views.gossip_info' : 'management gossip';
    expect(asked).toEqual(['management identity', second, second]);
  });

  test.each([unavailable, denied])('is asked by its tables when its management interface says: $message', async (fault) => {
    const { made, faults } = node('5.0.9');
    faults.management = fault;
    expect(await made.gossip()).toEqual(FROM_TABLES);
    expect(await made.identity()).toMatchObject({ releaseVersion: '5.0.9', datacenter: 'dc1', tokens: ['1'] });
    await expect(made.status()).rejects.toBe(fault);
    await expect(made.compactionStats(), 'no table of 5.0 tells it').rejects.toBe(fault);
  });

  test('is asked for its keyspaces over its management interface on every version, as long as that answers', async () => {
    const { made, asked, faults } = node('6.0-alpha2');
    await made.keyspaces();
    faults.management = unavailable;
    await made.keyspaces();
    expect(asked).toEqual(['management keyspaces', 'management keyspaces', 'tables system.local', 'tables system_schema.keyspaces']);
  });

  test('tells why the management interface does not answer where the tables do not either', async () => {
    const { made, faults } = node('5.0.9');
    Object.assign(faults, { management: unavailable, tables: closed });
    await expect(made.gossip()).rejects.toBe(unavailable);
  });

  test('is not asked elsewhere for what it refuses', async () => {
    const { made, faults, asked } = node('5.0.9');
    faults.management = nodeControlErrors.NODE_REFUSED({ message: 'not now' });
    await expect(made.gossip()).rejects.toBe(faults.management);
    expect(asked).toEqual(['management identity']);
  });

  test('is asked by management when its tables fail, and by its tables again half a minute later', async () => {
    const { made, faults, asked, clock } = node('6.0-alpha2');
    faults.tables = closed;
    expect([await made.gossip(), await made.gossip()]).toEqual([FROM_MANAGEMENT, FROM_MANAGEMENT]);
    expect(asked.filter((each) => each.startsWith('tables'))).toHaveLength(1);
    faults.tables = undefined;
    await clock.advance(30_000);
    expect(await made.gossip()).toEqual(FROM_TABLES);
  });

  test('keeps answering by its tables while its management interface is gone', async () => {
    const { made, faults, asked } = node('6.0-alpha2');
    faults.management = unavailable;
    expect([await made.gossip(), await made.gossip()]).toEqual([FROM_TABLES, FROM_TABLES]);
    expect(asked.filter((each) => each.startsWith('management'))).toEqual(['management identity']);
  });

  test.each(['5.0.9', '6.0-alpha2'])('of Cassandra %s that hangs is not waited for twice', async (version) => {
    const { made, faults, asked, hangs } = node(version);
    Object.assign(hangs, { tables: 1_001, management: 1_001 });
    Object.assign(faults, { management: unavailable, tables: closed });
    await expect(made.gossip()).rejects.toBe(unavailable);
    expect(asked).toEqual(['management identity', 'tables system.local']);
  });

  test('of Cassandra 6.0 is asked by its tables while its management interface hangs, at once where the version was known', async () => {
    const { made, asked, faults, hangs } = node('6.0-alpha2');
    Object.assign(hangs, { management: 5_000 });
    faults.management = unavailable;
    expect(await made.gossip()).toEqual(FROM_TABLES);
    await expect(made.keyspaces()).rejects.toBe(unavailable);
    expect(await made.gossip()).toEqual(FROM_TABLES);
    expect(await made.identity()).toMatchObject({ releaseVersion: '6.0-alpha2' });
    expect(asked.filter((each) => each.startsWith('management'))).toEqual(['management identity', 'management keyspaces']);
  });

  test('is asked for its snapshots over its management interface on every version, as long as that answers', async () => {
    const { made, asked, faults } = node('6.0-alpha2');
    await made.listSnapshots();
    expect(asked).toEqual(['management listSnapshots']);
    faults.management = unavailable;
    expect(await made.listSnapshots()).toMatchObject([{ tag: 'nightly' }]);
  });

  test.each([
    ['5.0.9', 'management', FROM_MANAGEMENT],
    ['6.0-alpha2', 'tables', FROM_TABLES],
  ] as const)(
    'of Cassandra %s is left alone once its caller has given up, and its tables need no rest for it',
    async (version, asked, answer) => {
      for (const reason of [undefined, errors.OPERATION_TIMED_OUT({ message: 'too late' })]) {
        const { made, faults } = node(version);
        const caller = abortsWith(reason);
        Object.defineProperty(faults, asked, { get: caller.abort, configurable: true });
        await expect(made.gossip({ signal: caller.signal })).rejects.toMatchObject({ code: reason?.code ?? 'ABORTED' });
        Object.defineProperty(faults, asked, { value: undefined });
        expect(await made.gossip()).toEqual(answer);
      }
    },
  );

  test('tells that its caller has given up also when that was while its tables stood in', async () => {
    const { made, faults } = node('5.0.9');
    const caller = abortsWith(undefined);
    faults.management = unavailable;
    Object.defineProperty(faults, 'tables', { get: caller.abort });
    await expect(made.gossip({ signal: caller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('is warned about once when the other transport begins to stand in, and once when it need not any more', async () => {
    const { made, faults, warned } = node('5.0.9');
    faults.management = unavailable;
    await made.gossip();
    await made.gossip();
    await made.keyspaces();
    expect(warned).toEqual(['10.0.0.1:9042 is asked over CQL, since its management interface fails']);
    faults.management = undefined;
    await made.gossip();
    await made.gossip();
    expect(warned.slice(1)).toEqual(['10.0.0.1:9042 answers over its management interface again']);
  });

  test('of Cassandra 6.0 is warned about once while its tables fail, however often they have rested', async () => {
    const { made, faults, warned, clock } = node('6.0-alpha2');
    faults.tables = closed;
    for (let round = 0; round < 3; round += 1) {
      await made.gossip();
      await clock.advance(30_000);
    }
    expect(warned).toEqual(['10.0.0.1:9042 is asked over its management interface, since CQL fails']);
    faults.tables = undefined;
    await made.gossip();
    expect(warned.slice(1)).toEqual(['10.0.0.1:9042 answers over CQL again']);
  });
});

describe('a node without a management interface', () => {
  test.each(['4.0.19', '4.1.10', '5.0.9', '6.0-alpha2'])(
    'of Cassandra %s answers what its tables tell, and refuses everything else in a sentence',
    async (version) => {
      const { alone, methods } = node(version);
      const ends = await Promise.all(
        methods.map(async (method) => {
          const call = Reflect.get(alone, method) as () => Promise<unknown>;
          const error = await call().catch((thrown: unknown) => thrown);
          return { method, message: nodeControlErrors.NODE_CONTROL_ABSENT.is(error) ? error.message : undefined };
        }),
      );
      const refused = ends.filter(({ message }) => message !== undefined);
      const sentence = /^[A-Z].* needs the management interface(?: on Cassandra \S+)?, and none is configured/;
      expect(refused.filter(({ message = '' }) => !sentence.test(message))).toEqual([]);
      const answered = methods.filter((method) => !refused.some((end) => end.method === method));
      // Metrics are answered as far as the tables tell them; the others in full or not at all.
      expect(answered.toSorted()).toEqual([...virtualTablesMethods(version), 'findMetrics', 'readMetrics'].toSorted());
    },
  );

  test('says since when a table tells what it does not', async () => {
    await expect(node('4.0.19').alone.gossip()).rejects.toMatchObject({
      code: 'NODE_CONTROL_ABSENT',
      message:
        'The gossip view needs the management interface on Cassandra 4.0.19, and none is configured (a virtual table has it since Cassandra 4.1)',
    });
  });
});
