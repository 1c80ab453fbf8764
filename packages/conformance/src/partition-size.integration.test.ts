import type { Session } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { listSstables } from '@ringside/cassandra-tools';
import { keyspaceName } from '@ringside/model';
import { type Column, partitionSize, type SSTableFormat, type TableDesign } from '@ringside/storage-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, executeAll } from './support/driver.ts';
import { Chance } from './support/random.ts';

const PARTITIONS = 4;
const ROWS = 500;
const BATCH_ROWS = 50;
const DAY_MS = 86_400_000;
const EPOCH_US = 1_700_000_000_000_000n;
/** Rows without time stamps of their own are written over so long, by the driver's stamps: no stall of the machine makes it longer. */
const SPAN_MS = 500;
/** Means go in, so chance is left: lengths of texts, and which cells are there. */
const TOLERANCE = 0.02;

/** A table, how its rows are written, and what the model is told of it. */
interface Sample {
  readonly table: string;
  readonly columns: string;
  readonly insert: string;
  readonly values: (chance: Chance, partition: number, row: number) => readonly unknown[];
  readonly design: TableDesign;
  /** Writes a time stamp with each row, spread over the design's span. */
  readonly stamped?: boolean;
}

const text = (chance: Chance, min: number, max: number): string => 'x'.repeat(chance.integer(min, max));
const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const column = (name: string, kind: Column['kind'], type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  kind,
  type,
  ...more,
});
const sensor = [column('sensor', 'partition-key', 'uuid'), column('at', 'clustering', 'timestamp')];

const SAMPLES: readonly Sample[] = [
  {
    table: 'readings',
    columns: 'sensor uuid, at timestamp, value double, PRIMARY KEY (sensor, at)',
    insert: 'INSERT INTO sizes.readings (sensor, at, value) VALUES (?, ?, ?) USING TIMESTAMP ?',
    values: (_chance, partition, row) => [uuidOf(partition), new Date(row * 1000), row / 7],
    design: { columns: [...sensor, column('value', 'regular', 'double')], writeSpanMs: DAY_MS },
    stamped: true,
  },
  {
    table: 'inbox',
    columns: `person text, bucket int, id uuid, name text STATIC, body text, seen boolean, note text, flags smallint, day date,
      PRIMARY KEY ((person, bucket), id)`,
    insert: `INSERT INTO sizes.inbox (person, bucket, id, name, body, seen, note, flags, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      USING TIMESTAMP ?`,
    values: (chance, partition, row) => [
      `person-${partition}`,
      partition,
      uuidOf(row),
      'a name of 20 letters',
      text(chance, 100, 300),
      true,
      chance.chance(0.3) ? text(chance, 40, 60) : undefined,
      7,
      '2026-11-23',
    ],
    design: {
      columns: [
        column('person', 'partition-key', 'text', { meanBytes: 8 }),
        column('bucket', 'partition-key', 'int'),
        column('id', 'clustering', 'uuid'),
        column('name', 'static', 'text', { meanBytes: 20 }),
        column('body', 'regular', 'text', { meanBytes: 200 }),
        column('seen', 'regular', 'boolean'),
        column('note', 'regular', 'text', { meanBytes: 50, filled: 0.3 }),
        column('flags', 'regular', 'smallint'),
        column('day', 'regular', 'date'),
      ],
      writeSpanMs: DAY_MS,
    },
    stamped: true,
  },
  {
    table: 'expiring',
    columns: 'sensor uuid, at timestamp, value double, unit text, PRIMARY KEY (sensor, at)',
    insert: 'INSERT INTO sizes.expiring (sensor, at, value, unit) VALUES (?, ?, ?, ?) USING TTL 86400',
    values: (_chance, partition, row) => [uuidOf(partition), new Date(row * 1000), row / 7, 'celsius'],
    design: {
      columns: [...sensor, column('value', 'regular', 'double'), column('unit', 'regular', 'text', { meanBytes: 7 })],
      expires: true,
    },
  },
  {
    table: 'updated',
    columns: 'sensor uuid, at timestamp, value double, count bigint, PRIMARY KEY (sensor, at)',
    insert: 'UPDATE sizes.updated SET value = ?, count = ? WHERE sensor = ? AND at = ?',
    values: (_chance, partition, row) => [row / 7, BigInt(row), uuidOf(partition), new Date(row * 1000)],
    design: { columns: [...sensor, column('value', 'regular', 'double'), column('count', 'regular', 'bigint')], inserted: false },
  },
  {
    table: 'collections',
    columns: 'sensor uuid, at timestamp, tags set<text>, marks map<text, int>, steps list<bigint>, PRIMARY KEY (sensor, at)',
    insert: 'INSERT INTO sizes.collections (sensor, at, tags, marks, steps) VALUES (?, ?, ?, ?, ?)',
    values: (_chance, partition, row) => [
      uuidOf(partition),
      new Date(row * 1000),
      new Set(['red', 'tan', 'sky']),
      new Map([
        ['left', 1],
        ['also', 2],
      ]),
      [1n, 2n, 3n, 4n],
    ],
    design: {
      columns: [
        ...sensor,
        column('tags', 'regular', 'text', { collection: { of: 'set', elements: 3, keyBytes: 3 } }),
        column('marks', 'regular', 'int', { collection: { of: 'map', elements: 2, keyBytes: 4, valueBytes: 4 } }),
        column('steps', 'regular', 'bigint', { collection: { of: 'list', elements: 4, valueBytes: 8 } }),
      ],
    },
  },
  {
    table: 'counted',
    columns: 'sensor uuid, at timestamp, hits counter, PRIMARY KEY (sensor, at)',
    insert: 'UPDATE sizes.counted SET hits = hits + ? WHERE sensor = ? AND at = ?',
    values: (_chance, partition, row) => [BigInt(row), uuidOf(partition), new Date(row * 1000)],
    design: { columns: [...sensor, column('hits', 'regular', 'counter')], inserted: false },
  },
];

const cluster = useCluster({ nodes: 1 });
let session: Session;

beforeAll(async () => {
  session = await connect(cluster().node(0));
  await executeAll(session, [
    "CREATE KEYSPACE sizes WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    ...SAMPLES.map(({ table, columns }) => `CREATE TABLE sizes.${table} (${columns}) WITH compression = {'enabled': 'false'}`),
  ]);
});

afterAll(async () => {
  await session?.close();
});

/** Writes all rows and flushes them; the design with the span of time that the writes took. Counters get their stamps from the node. */
async function write({ insert, values, design, stamped = false, table }: Sample): Promise<TableDesign> {
  const chance = new Chance(11);
  const startMs = Date.now();
  for (let first = 0; first < PARTITIONS * ROWS; first += BATCH_ROWS) {
    const statements = chance.many(BATCH_ROWS, (index) => {
      const [partition, row] = [Math.floor((first + index) / ROWS), (first + index) % ROWS];
      const stamp = EPOCH_US + BigInt(chance.integer(0, DAY_MS - 1)) * 1000n;
      return { statement: insert, values: [...values(chance, partition, row), ...(stamped ? [stamp] : [])] };
    });
    if (table === 'counted') for (const one of statements) await session.execute(one.statement, one.values);
    else await session.batch(statements, { timestampMicros: stampAt(first) });
  }
  const writeSpanMs = table === 'counted' ? Date.now() - startMs : SPAN_MS;
  await cluster()
    .node(0)
    .control.flush({ keyspace: keyspaceName('sizes') });
  return stamped ? design : { ...design, writeSpanMs };
}

function stampAt(first: number): number {
  return Number(EPOCH_US) + Math.round((first / (PARTITIONS * ROWS)) * SPAN_MS * 1000);
}

describe(`partitions of ${ROWS} rows, beside the Data.db that Cassandra writes of them`, () => {
  test.each(SAMPLES)(`$table: the model is within ${TOLERANCE * 100}% of the file`, async (sample) => {
    const design = await write(sample);
    const files = await listSstables(cluster().node(0), 'sizes', sample.table);
    const data = files.flatMap(({ components }) => components).filter(({ name }) => name === 'Data.db');
    expect(data).toHaveLength(1);
    const format = /\/(\w\w)-[^/]*$/.exec(data[0]?.file ?? '')?.[1] as SSTableFormat;
    expect(format).toBe('nb');
    const model = partitionSize({ ...design, format }, ROWS);
    const actual = data[0]?.sizeBytes ?? 0;
    const modelled = PARTITIONS * model.bytes;
    expect(modelled / actual).toBeGreaterThan(1 - TOLERANCE);
    expect(modelled / actual).toBeLessThan(1 + TOLERANCE);
  });
});
