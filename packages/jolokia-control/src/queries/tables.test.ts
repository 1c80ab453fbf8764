import { keyspaceName, tableName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { readAnswers } from '../answers.ts';
import type { JolokiaAnswer } from '../protocol.ts';
import type { Query } from '../query.ts';
import { compactionStatsQuery } from './activity.ts';
import { connectedClientsQuery } from './clients.ts';
import { sstablesOfQuery, tableStatsQuery } from './tables.ts';

const EVENTS = { keyspace: keyspaceName('orders'), table: tableName('events') };
const ok = (value: unknown): JolokiaAnswer => ({ ok: true, value });
const absent: JolokiaAnswer = { ok: false, status: 404, errorType: 'javax.management.InstanceNotFoundException', message: 'none' };
const denied: JolokiaAnswer = { ok: false, status: 403, errorType: 'java.lang.Exception', message: 'denied' };

function decodeWith<T>({ decode }: Query<T>, ...answers: readonly JolokiaAnswer[]): T {
  return decode(readAnswers('node', 'tell', answers));
}

describe('the size of tables', () => {
  const stats = [ok({ Value: 2 }), ok({ Count: '4096' }), ok({ Count: '5000' })];

  test('is read from named MBeans, three for each table', () => {
    const { requests } = tableStatsQuery([EVENTS], false);
    expect(requests.map(({ mbean }) => mbean)).toEqual(
      ['LiveSSTableCount', 'LiveDiskSpaceUsed', 'TotalDiskSpaceUsed'].map(
        (name) => `org.apache.cassandra.metrics:type=Table,keyspace=orders,scope=events,name=${name}`,
      ),
    );
    expect(tableStatsQuery([EVENTS], true).requests).toHaveLength(4);
  });

  test('leaves out a table that is not there, and a denial is no absence', () => {
    const two = tableStatsQuery([EVENTS, EVENTS], false);
    expect(decodeWith(two, absent, absent, absent, ...stats)).toEqual([{ ...EVENTS, sstables: 2, liveBytes: 4_096, totalBytes: 5_000 }]);
    expect(() => decodeWith(two, denied, denied, denied, ...stats)).toThrow(expect.objectContaining({ code: 'NODE_CONTROL_DENIED' }));
  });

  test('is never asked of a name that would be a pattern, or bring keys of its own', () => {
    for (const name of ['*', 'a,name=b', 'a"', ''])
      expect(() => tableStatsQuery([{ ...EVENTS, table: name as typeof EVENTS.table }], false)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
  });
});

describe('SSTables of a partition', () => {
  test('are asked for by the key in hexadecimal digits', () => {
    const { requests } = sstablesOfQuery({ ...EVENTS, key: Uint8Array.from([0, 255, 16]) });
    expect(requests).toEqual([
      {
        type: 'exec',
        mbean: 'org.apache.cassandra.db:type=Tables,keyspace=orders,table=events',
        operation: 'getSSTablesForKey(java.lang.String,boolean)',
        arguments: ['00ff10', true],
      },
    ]);
  });

  test('of a table that is not there are NOT_FOUND', () => {
    const query = sstablesOfQuery({ ...EVENTS, key: Uint8Array.from([0]) });
    expect(() => decodeWith(query, absent)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(decodeWith(query, ok(['/b-Data.db', '/a-Data.db']))).toEqual(['/a-Data.db', '/b-Data.db']);
  });
});

describe('clients', () => {
  const connection = {
    address: '/127.0.0.1:40000',
    user: 'undefined',
    version: '5',
    driverName: 'a driver',
    driverVersion: 'undefined',
    requests: '12',
    keyspace: '',
    ssl: 'false',
    cipher: 'undefined',
    protocol: 'undefined',
  };

  test('have null for what Java calls undefined, and for what the version does not tell', () => {
    const [client] = decodeWith(connectedClientsQuery, ok({ Value: [connection] }));
    expect(client).toEqual({
      address: '127.0.0.1',
      port: 40_000,
      username: null,
      protocolVersion: 5,
      requestCount: 12,
      driverName: 'a driver',
      driverVersion: null,
      keyspace: null,
      tls: null,
      options: null,
      authenticationMode: null,
      authenticationMetadata: null,
    });
  });

  test.each([
    ['/0:0:0:0:0:0:0:1:50000', '0:0:0:0:0:0:0:1'],
    ['/[0:0:0:0:0:0:0:1]:50000', '0:0:0:0:0:0:0:1'],
    ['localhost/[0:0:0:0:0:0:0:1]:50000', '0:0:0:0:0:0:0:1'],
    ['/fe80:0:0:0:0:0:0:1%eth0:50000', 'fe80:0:0:0:0:0:0:1%eth0'],
    ['db1/127.0.0.1:50000', '127.0.0.1'],
  ])('may come over IPv6, which Java before 14 writes without brackets: %s', (printed, address) => {
    const [client] = decodeWith(connectedClientsQuery, ok({ Value: [{ ...connection, address: printed }] }));
    expect([client?.address, client?.port]).toEqual([address, 50_000]);
  });

  test('without a port are no clients, but an answer of another shape', () => {
    expect(() => decodeWith(connectedClientsQuery, ok({ Value: [{ ...connection, address: '/127.0.0.1' }] }))).toThrow('has no port');
  });

  test('have the options that Java joined into one text, with commas in values', () => {
    const clientOptions = 'CQL_VERSION=3.0.0, DRIVER_NAME=one, two, COMPRESSION=';
    const tls = { ssl: 'true', cipher: 'TLS_AES_256_GCM_SHA384', protocol: 'TLSv1.3' };
    const [client] = decodeWith(connectedClientsQuery, ok({ Value: [{ ...connection, ...tls, clientOptions }] }));
    expect(client?.options).toEqual({ CQL_VERSION: '3.0.0', DRIVER_NAME: 'one, two', COMPRESSION: '' });
    expect(client?.tls).toEqual({ cipherSuite: 'TLS_AES_256_GCM_SHA384', protocol: 'TLSv1.3' });
  });
});

test('a compaction has the paths of the SSTables that it reads, as Java writes their readers', () => {
  const sstables = "BigTableReader(path='/d/nb-1-big-Data.db'),BigTableReader(path='/d/nb-2-big-Data.db')";
  const task = { compactionId: 'a', taskType: 'Compaction', completed: '1', total: '2', sstables };
  const rest = [ok({ Value: 0 }), ok({ Value: {} }), ok({ Value: 0 }), ok({ Count: 0 })];
  const { active } = decodeWith(compactionStatsQuery, ok({ Compactions: [task, { ...task, targetDirectory: '/d' }] }), ...rest);
  expect(active.map(({ sstables: paths, targetDirectory }) => [paths, targetDirectory])).toEqual([
    [['/d/nb-1-big-Data.db', '/d/nb-2-big-Data.db'], undefined],
    [['/d/nb-1-big-Data.db', '/d/nb-2-big-Data.db'], '/d'],
  ]);
});
