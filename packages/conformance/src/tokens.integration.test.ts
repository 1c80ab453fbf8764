import type { Row, Session } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { encodeRoutingKey, murmur3Arithmetic, murmur3Token, serializeKey } from '@ringside/ring';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, executeAll } from './support/driver.ts';
import { compositeKeys, singleKeys } from './support/keys.ts';
import { Chance } from './support/random.ts';

const BATCH_ROWS = 100;
const BATCH_BYTES = 20_000;
const BATCHES_AT_ONCE = 8;

const SCHEMA = [
  "CREATE KEYSPACE tokens WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  'CREATE TABLE tokens.single (key blob PRIMARY KEY)',
  'CREATE TABLE tokens.composite (a blob, b blob, c blob, PRIMARY KEY ((a, b, c)))',
  'CREATE TABLE tokens.typed (t text, i int, b bigint, s smallint, y tinyint, v varint, u uuid, f boolean, n inet, m timestamp, d date, ' +
    'r double, PRIMARY KEY ((t, i, b, s, y, v, u, f, n, m, d, r)))',
];

/** Cuts rows into batches that Cassandra takes without complaint. */
function* batches(rows: readonly (readonly Uint8Array[])[]): Generator<readonly (readonly Uint8Array[])[]> {
  let batch: (readonly Uint8Array[])[] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    bytes += row.reduce((sum, { length }) => sum + length, 0);
    if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

async function insertAll(session: Session, query: string, rows: readonly (readonly Uint8Array[])[]): Promise<void> {
  const source = batches(rows);
  const worker = async (): Promise<void> => {
    for (const batch of source) {
      const statements = batch.map((row) => ({ statement: query, values: row.map((bytes) => Buffer.from(bytes)) }));
      await session.batch(statements);
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, worker));
}

async function eachRow(session: Session, query: string, visit: (row: Row) => void): Promise<number> {
  let count = 0;
  for await (const row of session.rows(query)) {
    visit(row);
    count += 1;
  }
  return count;
}

describe("token(), beside the real server's", () => {
  const chance = new Chance(7);
  const single = singleKeys(chance, 40_000);
  const composite = compositeKeys(chance, 13_500);
  const cluster = useCluster();
  let session: Session;

  beforeAll(async () => {
    session = await connect(cluster().node(0));
    await executeAll(session, SCHEMA);
  });
  afterAll(async () => {
    await session?.close();
  });

  test('is the same for at least 40,000 keys of one component, with every byte, tail length and some of 10 kB', async () => {
    await insertAll(
      session,
      'INSERT INTO tokens.single (key) VALUES (?)',
      single.map((key) => [key]),
    );
    const wrong: string[] = [];
    const count = await eachRow(session, 'SELECT key, token(key) AS position FROM tokens.single', (row) => {
      const key = row['key'] as Buffer;
      const position = row['position'] as bigint;
      const routingKey = encodeRoutingKey([key]);
      if (murmur3Token(routingKey) !== position || murmur3Arithmetic(routingKey) !== position) wrong.push(key.toString('hex'));
    });
    expect(wrong).toEqual([]);
    expect(count).toBe(single.length);
    expect(count).toBeGreaterThanOrEqual(40_000);
    const withHighTail = single.filter((key) => key.subarray(key.length - (key.length % 16)).some((byte) => byte >= 0x80));
    expect(new Set(withHighTail.map(({ length }) => length % 16)).size).toBe(15);
  });

  test('is the same for at least 12,000 keys of three components, of which some are empty', async () => {
    await insertAll(session, 'INSERT INTO tokens.composite (a, b, c) VALUES (?, ?, ?)', composite);
    const wrong: string[] = [];
    const count = await eachRow(session, 'SELECT a, b, c, token(a, b, c) AS position FROM tokens.composite', (row) => {
      const key = ['a', 'b', 'c'].map((column) => row[column] as Buffer);
      if (murmur3Token(encodeRoutingKey(key)) !== row['position']) wrong.push(key.map((part) => part.toString('hex')).join('/'));
    });
    expect(wrong).toEqual([]);
    expect(count).toBe(composite.length);
    expect(count).toBeGreaterThanOrEqual(12_000);
    expect(composite.filter((key) => key.some(({ length }) => length === 0)).length).toBeGreaterThan(4000);
  });

  test('is the same for keys written as text of twelve types', async () => {
    const rows = Array.from({ length: 300 }, () => drawTypedKey(chance));
    const columns = Object.keys(TYPED_COLUMNS);
    for (const row of rows) {
      const literals = columns.map((column) => literal(column, row[column] as string));
      await session.execute(`INSERT INTO tokens.typed (${columns.join(', ')}) VALUES (${literals.join(', ')})`);
      const where = columns.map((column, index) => `${column} = ${literals[index]}`).join(' AND ');
      const { rows: found } = await session.execute(`SELECT token(${columns.join(', ')}) AS position FROM tokens.typed WHERE ${where}`);
      const components = columns.map((column) => serializeKey(TYPED_COLUMNS[column] as string, row[column] as string));
      expect(murmur3Token(encodeRoutingKey(components)), `key ${literals.join(', ')}`).toBe(found[0]?.['position']);
    }
  });
});

const TYPED_COLUMNS: Readonly<Record<string, string>> = {
  t: 'text',
  i: 'int',
  b: 'bigint',
  s: 'smallint',
  y: 'tinyint',
  v: 'varint',
  u: 'uuid',
  f: 'boolean',
  n: 'inet',
  m: 'timestamp',
  d: 'date',
  r: 'double',
};

function drawTypedKey(chance: Chance): Record<string, string> {
  const hex = Buffer.from(chance.bytes(16)).toString('hex');
  return {
    t: chance.pick(['', 'plain', 'žluťoučký', '東京', '🦜 parrot', 'x'.repeat(300)]),
    i: String(chance.integer(-(2 ** 31), 2 ** 31 - 1)),
    b: chance.token().toString(),
    s: String(chance.integer(-(2 ** 15), 2 ** 15 - 1)),
    y: String(chance.integer(-128, 127)),
    v: (chance.token() * chance.token() * BigInt(chance.integer(0, 3))).toString(),
    u: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    f: String(chance.chance(0.5)),
    n: chance.pick(['127.0.0.1', '10.255.0.128', '::1', '2001:db8::ff00:42:8329', '255.255.255.255']),
    m: new Date(chance.integer(-1e12, 2e12)).toISOString(),
    d: new Date(chance.integer(-1e12, 2e12)).toISOString().slice(0, 10),
    r: chance.pick(['0.0', '-0.0', '1.5', '-2.25e-3', '1.7976931348623157e308', '4.9e-324']),
  };
}

function literal(column: string, text: string): string {
  return ['t', 'n', 'm', 'd'].includes(column) ? `'${text}'` : text;
}
