import { type Allocations, allocationsSchema, createAllocations } from '@ringside/allocations';
import { type Conditional, createTables, readAllRows, type RecipeClient } from '@ringside/client-recipes';
import { useCluster } from '@ringside/cluster/vitest';
import { mapSome, systemClock } from '@ringside/core';
import { compareAndSet, openClient, type ResilientClient } from '@ringside/resilient-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cluster = useCluster({ nodes: 3, numTokens: 8, shared: false });
const LIMIT_MS = 240_000;
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
