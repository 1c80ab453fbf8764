import { type Allocations, allocationsSchema, bucketOf, createAllocations } from '@ringside/allocations';
import { type Conditional, createTables, readAllRows, type RecipeClient } from '@ringside/client-recipes';
import { useCluster } from '@ringside/cluster/vitest';
import { mapSome, systemClock } from '@ringside/core';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import { compareAndSet, openClient, type ResilientClient } from '@ringside/resilient-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cluster = useCluster({ nodes: 3, numTokens: 8, shared: false });
const LIMIT_MS = 600_000;
const KEYSPACE = 'MixKs';
const CELLS = ['big', 'control'];
const CUSTOMERS = 300;
const AT_ONCE = 16;

let client: ResilientClient;
let conditional: Conditional;
let allocations: Allocations;

beforeAll(async () => {
  const [node] = cluster().nodes;
  const contactPoints = cluster().nodes.map(({ address }) => address);
  client = await openClient({ contactPoints, port: node?.nativePort, requestTimeoutMs: 30_000 });
  conditional = (write) => compareAndSet(client, write);
  await createTables(client, [
    `CREATE KEYSPACE "${KEYSPACE}" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}`,
    ...allocationsSchema(KEYSPACE),
  ]);
  await cluster().waitForSchemaAgreement();
  allocations = createAllocations(client, { keyspace: KEYSPACE, conditional });
}, LIMIT_MS);

afterAll(async () => {
  await client?.shutdown();
});

async function create(testId: string): Promise<void> {
  await allocations.createTest({ testId, cells: CELLS, expectedCustomers: 400_000 });
}

const cellOf = (at: number): string => CELLS[at % 2] ?? '';

async function allocateAll(testId: string, to: Allocations = allocations, count = CUSTOMERS): Promise<void> {
  const ids = Array.from({ length: count }, (_, at) => at);
  await mapSome(ids, AT_ONCE, async (at) => {
    await to.allocate({ customerId: `customer ${at}`, testId, cell: cellOf(at) }).catch((error: unknown) => {
      if ((error as Error).message !== 'killed') throw error;
    });
  });
}

/** What is stored in the table that decides, read row by row. */
async function truthOf(testId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { rows } of readAllRows(client, { keyspace: KEYSPACE, table: 'allocations' }))
    for (const row of rows) if (row.get('test_id') === testId) lines.push(`${String(row.get('customer_id'))} ${String(row.get('cell'))}`);
  return lines.toSorted();
}

async function byCell(testId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const cell of CELLS)
    for await (const page of allocations.customersIn({ testId, cell, pageSize: 7 }))
      lines.push(...page.map(({ customerId }) => `${customerId} ${cell}`));
  return lines.toSorted();
}

async function byDay(testId: string): Promise<{ readonly lines: readonly string[]; readonly isInOrder: boolean }> {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const lines: string[] = [];
  const times: number[] = [];
  for await (const page of allocations.joined({ testId, from: day(-1), to: day(1) }))
    for (const { customerId, cell, allocatedAt } of page) {
      lines.push(`${customerId} ${cell}`);
      times.push(allocatedAt.getTime());
    }
  return { lines: lines.toSorted(), isInOrder: times.every((time, at) => at === 0 || (times[at - 1] ?? 0) <= time) };
}

/** A client whose statements fail, of those that match, as if its program were killed. */
function dyingAt(matching: RegExp, dies: (count: number) => boolean): RecipeClient {
  let count = 0;
  return {
    metadata: client.metadata,
    execute: (statement, values, options) =>
      matching.test(statement) && dies((count += 1)) ? Promise.reject(new Error('killed')) : client.execute(statement, values, options),
  };
}

/** The versions that a test has rows of in its index. */
async function versionsOf(testId: string): Promise<readonly unknown[]> {
  const versions = new Set<unknown>();
  for (const table of ['allocations_by_cell', 'allocations_by_day'])
    for await (const { rows } of readAllRows(client, { keyspace: KEYSPACE, table }))
      for (const row of rows) if (row.get('test_id') === testId) versions.add(row.get('version'));
  return [...versions];
}

/** Deletes a row of the second version, adds one, and changes one, as only a stranger does. */
async function damage(testId: string): Promise<void> {
  const run = async (statement: string, values: readonly unknown[]): Promise<unknown> =>
    client.execute(statement, [...values], { prepare: true, isIdempotent: true, consistency: CONSISTENCY_LEVELS.indexOf('QUORUM') });
  const bucket = (customer: string): number => bucketOf(customer, 8);
  const byCellKey = 'test_id = ? AND version = 2 AND cell = ? AND bucket = ? AND customer_id = ?';
  await run(`DELETE FROM "${KEYSPACE}".allocations_by_cell WHERE ${byCellKey}`, [testId, cellOf(4), bucket('customer 4'), 'customer 4']);
  const [of5] = await allocations.allocationsOf('customer 5').then((all) => all.filter((each) => each.testId === testId));
  const insert = (table: string, columns: string): string =>
    `INSERT INTO "${KEYSPACE}".${table} (test_id, version, ${columns}, customer_id, allocated_at)`;
  await run(`${insert('allocations_by_cell', 'cell, bucket')} VALUES (?, 2, ?, ?, ?, ?)`, [
    testId,
    cellOf(4),
    bucket('customer 5'),
    'customer 5',
    of5?.allocatedAt,
  ]);
  const day = of5?.allocatedAt.toISOString().slice(0, 10);
  await run(`${insert('allocations_by_day', 'day, bucket, cell')} VALUES (?, 2, ?, ?, ?, ?, ?)`, [
    testId,
    day,
    bucket('customer 5'),
    cellOf(4),
    'customer 5',
    of5?.allocatedAt,
  ]);
}

describe('allocations', { timeout: LIMIT_MS }, () => {
  test('are in both indexes and in the counts, each once, and a customer’s own come from one partition', async () => {
    await create('plain');
    await allocateAll('plain');
    const truth = await truthOf('plain');
    expect(truth).toHaveLength(CUSTOMERS);
    expect(await byCell('plain')).toEqual(truth);
    expect(await byDay('plain')).toEqual({ lines: truth, isInOrder: true });
    const counts = await allocations.counts('plain');
    const sum = (cell: string): number => counts.reduce((all, { customers }) => all + (customers[cell] ?? 0), 0);
    expect(CELLS.map(sum)).toEqual([CUSTOMERS / 2, CUSTOMERS / 2]);
    expect(await allocations.allocationsOf('customer 7')).toMatchObject([{ testId: 'plain', cell: cellOf(7) }]);
  });

  test('of one customer that ten programs decide at once have one outcome, of which all are told', async () => {
    await create('contended');
    const programs = Array.from({ length: 10 }, () => createAllocations(client, { keyspace: KEYSPACE, conditional }));
    const results = await Promise.all(
      programs.map((each, at) => each.allocate({ customerId: 'eva', testId: 'contended', cell: cellOf(at) })),
    );
    expect(new Set(results.map(({ cell }) => cell)).size).toBe(1);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await byCell('contended')).toEqual(await truthOf('contended'));
  });

  test('whose writers were killed are in the indexes after a sweep; two sweeps at once change nothing', async () => {
    await create('killed');
    let writes = 0;
    const dies = (statement: string): boolean => statement.includes('allocations_by_') && writes++ % 3 === 0;
    const mortal: RecipeClient = {
      metadata: client.metadata,
      execute: (statement, values, options) =>
        dies(statement) ? Promise.reject(new Error('killed')) : client.execute(statement, values, options),
    };
    await allocateAll('killed', createAllocations(mortal, { keyspace: KEYSPACE, conditional }));
    const truth = await truthOf('killed');
    expect(truth).toHaveLength(CUSTOMERS);
    expect((await byCell('killed')).length).toBeLessThan(CUSTOMERS);
    const young = { olderThanMs: 0, youngerThanMs: 3_600_000 };
    await Promise.all([allocations.sweep(young), allocations.sweep(young)]);
    expect(await byCell('killed')).toEqual(truth);
    expect((await byDay('killed')).lines).toEqual(truth);
    expect((await allocations.sweep(young)).undecided).toBe(0);
    expect(await byCell('killed')).toEqual(truth);
  });

  test('are sealed by the day, once and for good', async () => {
    await create('sealed');
    await allocateAll('sealed', allocations, 20);
    const later = createAllocations(client, {
      keyspace: KEYSPACE,
      conditional,
      clock: { ...systemClock, nowMs: () => Date.now() + 3 * 86_400_000 },
    });
    const [{ day } = { day: '' }] = await allocations.counts('sealed');
    await expect(allocations.sealDay({ testId: 'sealed', day })).rejects.toMatchObject({ code: 'DAY_NOT_OVER' });
    const sealed = { sealed: { big: 10, control: 10 }, counted: { big: 10, control: 10 } };
    expect(await later.sealDay({ testId: 'sealed', day })).toEqual({ ...sealed, isNew: true });
    expect(await later.sealDay({ testId: 'sealed', day })).toEqual({ ...sealed, isNew: false });
    expect(await allocations.counts('sealed')).toMatchObject([{ day, isSealed: true, customers: sealed.sealed }]);
  });

  test('come with metadata of their tests, listed by prefix', async () => {
    const of = { testId: 'plain', type: 'cell', value: 'x' };
    for (const [id, field] of [
      ['big', 'title'],
      ['big', 'colour'],
      ['control', 'title'],
    ] as const)
      await allocations.setMetadata({ ...of, id, field });
    const fields: string[] = [];
    for await (const { id, field } of allocations.listMetadata('plain', { type: 'cell', id: 'big' })) fields.push(`${id} ${field}`);
    expect(fields).toEqual(['big colour', 'big title']);
    expect(await allocations.metadata({ testId: 'plain', type: 'cell', id: 'control', field: 'title' })).toBe('x');
  });

  test('are indexed anew under load by a rebuild that was killed and resumed; verifying finds what strangers changed, and mends it', async () => {
    const testId = 'rebuilt';
    await create(testId);
    const open = (by: RecipeClient): Allocations => createAllocations(by, { keyspace: KEYSPACE, conditional, testCacheMs: 1_000 });
    await allocateAll(testId, open(dyingAt(/allocations_by_/, (count) => count % 3 === 0)));
    expect((await byCell(testId)).length).toBeLessThan(CUSTOMERS);
    const done = new AbortController();
    const load = (async () => {
      const writer = open(client);
      for (let at = CUSTOMERS; !done.signal.aborted; at += 1)
        await writer.allocate({ customerId: `customer ${at}`, testId, cell: cellOf(at) });
    })();
    const request = { testId, keepOldMs: 3_000, pieces: 64 };
    try {
      await expect(open(dyingAt(/INSERT INTO .*allocations_by_/, (count) => count > 200)).rebuild(request)).rejects.toThrow('killed');
      expect(await allocations.test(testId)).toMatchObject({ indexVersion: 1, buildingVersion: 2 });
      expect((await open(client).rebuild(request)).version).toBe(2);
    } finally {
      done.abort();
    }
    await load;
    const truth = await truthOf(testId);
    expect(truth.length).toBeGreaterThan(CUSTOMERS);
    expect(await byCell(testId)).toEqual(truth);
    expect(await byDay(testId)).toEqual({ lines: truth, isInOrder: true });
    expect(await versionsOf(testId)).toEqual([2]);
    await damage(testId);
    const verify = { testId, olderThanMs: 0, pieces: 64 };
    const found = { missing: 1, wrong: 1, extra: 1 };
    expect(await allocations.verify(verify)).toMatchObject({ ...found, unmended: 3, allocations: truth.length });
    expect(await allocations.verify({ ...verify, mend: true })).toMatchObject({ ...found, unmended: 0 });
    expect(await allocations.verify(verify)).toMatchObject({ missing: 0, wrong: 0, extra: 0 });
    expect(await byCell(testId)).toEqual(truth);
  });

  test('are decided, listed and swept with one node of three down', async () => {
    await create('down');
    await cluster().node(2).kill();
    await cluster().waitForMissed(cluster().node(2));
    await allocateAll('down', allocations, 50);
    const truth = await truthOf('down');
    expect(truth).toHaveLength(50);
    await allocations.sweep({ olderThanMs: 0, youngerThanMs: 3_600_000 });
    expect(await byCell('down')).toEqual(truth);
    expect((await byDay('down')).lines).toEqual(truth);
  });
});
