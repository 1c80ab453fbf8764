import { randomBytes } from 'node:crypto';
import {
  claimUnique,
  type Conditional,
  createObjectStore,
  createTables,
  type ObjectStore,
  objectStoreSchema,
  readAllRows,
  type ReadAllRowsOptions,
  type RecipeClient,
  releaseUnique,
  type RowsCheckpoint,
  uniqueValuesSchema,
} from '@ringside/client-recipes';
import { useCluster } from '@ringside/cluster/vitest';
import { mapSome } from '@ringside/core';
import { compareAndSet, openClient, type ResilientClient } from '@ringside/resilient-client';
import { createDriverClient } from '@ringside/resilient-client/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cluster = useCluster({ nodes: 3, numTokens: 8, shared: false });
const LIMIT_MS = 600_000;
/** Of the native protocol. */
const ALL = 5;
const WIDE_ROWS = 2_000;
const PARTITIONS = 300;
const INSERT = 'INSERT INTO "MixKs"."Rows" ("Id", part, line, note) VALUES (?, ?, ?, ?)';
const ROWS = { keyspace: 'MixKs', table: 'Rows' };

let client: ResilientClient;
let driver: ReturnType<typeof createDriverClient>;
let conditional: Conditional;

beforeAll(async () => {
  const [node] = cluster().nodes;
  const contactPoints = cluster().nodes.map(({ address }) => address);
  const protocolOptions = { port: node?.nativePort ?? 9042 };
  client = await openClient({ contactPoints, port: node?.nativePort, requestTimeoutMs: 30_000 });
  driver = createDriverClient({
    contactPoints,
    localDataCenter: node?.datacenter ?? 'dc1',
    protocolOptions,
    socketOptions: { readTimeout: 30_000 },
  });
  conditional = (write) => compareAndSet(client, write);
  await createTables(client, [
    `CREATE KEYSPACE "MixKs" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}`,
    `CREATE KEYSPACE once WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    'CREATE TABLE "MixKs"."Rows" ("Id" int, part text, line int, note text, shared text STATIC, PRIMARY KEY (("Id", part), line))',
    'CREATE TABLE once.items (id int PRIMARY KEY)',
    ...objectStoreSchema('MixKs'),
    ...uniqueValuesSchema('MixKs'),
  ]);
  await cluster().waitForSchemaAgreement();
  const wide = Array.from({ length: WIDE_ROWS }, (_, line) => [-1, 'wide', line, 'n']);
  const narrow = Array.from({ length: PARTITIONS * 2 }, (_, at) => [at >> 1, 'narrow', at % 2, 'n']);
  const options = { prepare: true, isIdempotent: true, consistency: ALL };
  await mapSome([...wide, ...narrow], 16, (values) => client.execute(INSERT, values, options));
  await mapSome(
    Array.from({ length: PARTITIONS }, (_, id) => [id]),
    16,
    (values) => client.execute('INSERT INTO once.items (id) VALUES (?)', values, options),
  );
}, LIMIT_MS);

afterAll(async () => {
  await client?.shutdown();
  await driver?.shutdown();
});

const EXPECTED = [
  ...Array.from({ length: WIDE_ROWS }, (_, line) => `-1 wide ${line}`),
  ...Array.from({ length: PARTITIONS * 2 }, (_, at) => `${at >> 1} narrow ${at % 2}`),
].toSorted();

/** Names of rows in batches, of which the last was not processed where reading was given up after so many. */
async function read(options: Partial<ReadAllRowsOptions> = {}, batches = Infinity, of: RecipeClient = client) {
  const names: string[] = [];
  let count = 0;
  let checkpoint: unknown;
  const onCheckpoint = (each: RowsCheckpoint): void => void (checkpoint = JSON.parse(JSON.stringify(each)));
  for await (const { rows } of readAllRows(of, { ...ROWS, pageSize: 97, pieces: 20, onCheckpoint, ...options })) {
    names.push(...rows.map((row) => `${String(row.get('Id'))} ${String(row.get('part'))} ${String(row.get('line'))}`));
    count += 1;
    if (count >= batches) break;
  }
  return { names, checkpoint };
}

describe('readAllRows()', () => {
  test.each([
    ['a resilient client', (): RecipeClient => client],
    ['the driver’s own client', (): RecipeClient => driver],
  ])('reads each row once with %s, a partition of many pages among them', async (_what, of) => {
    const { names, checkpoint } = await read({}, Infinity, of());
    expect(names.toSorted()).toEqual(EXPECTED);
    expect(checkpoint).toMatchObject({ done: [['-9223372036854775808', '9223372036854775807']], rows: EXPECTED.length });
  });

  test('resumes after each of several kills, within the wide partition too, and loses nothing', async () => {
    const seen = new Set<string>();
    let checkpoint: unknown;
    for (const [at, batches] of [1, 7, 5, 12, 3].entries()) {
      const run = await read({ checkpoint, pieces: 5 + 9 * at, pageSize: 60 }, batches);
      for (const name of run.names) seen.add(name);
      ({ checkpoint = checkpoint } = run);
    }
    const last = await read({ checkpoint });
    for (const name of last.names) seen.add(name);
    expect([...seen].toSorted()).toEqual(EXPECTED);
    expect(last.names.length).toBeLessThan(EXPECTED.length);
  });

  test('asks the replica of each range, at all levels that range reads know', async () => {
    const asked: (readonly [host: string, replica: string | undefined])[] = [];
    const watched: RecipeClient = {
      metadata: driver.metadata,
      execute: async (statement, values, options) => {
        const result = await driver.execute(statement, values, options);
        const replicas = options.routingKey === undefined ? [] : driver.getReplicas('once', options.routingKey);
        if (options.routingKey !== undefined) asked.push([result.info.queriedHost, replicas[0]?.address]);
        return result;
      },
    };
    for (const consistency of ['ONE', 'LOCAL_ONE', 'LOCAL_QUORUM', 'QUORUM', 'ALL'] as const) {
      let rows = 0;
      for await (const batch of readAllRows(watched, { keyspace: 'once', table: 'items', consistency, pieces: 30 }))
        rows += batch.rows.length;
      expect(rows).toBe(PARTITIONS);
    }
    expect(asked.length).toBeGreaterThanOrEqual(5 * 25);
    expect(asked.filter(([host, replica]) => host !== replica)).toEqual([]);
  });

  test('refuses the checkpoint of a table that was dropped and created again', async () => {
    const again = 'CREATE TABLE once.again (id int PRIMARY KEY)';
    await createTables(client, [again]);
    let checkpoint: unknown;
    const onCheckpoint = (each: RowsCheckpoint): void => void (checkpoint = each);
    for await (const { rows } of readAllRows(client, { keyspace: 'once', table: 'again', onCheckpoint })) expect(rows).toEqual([]);
    await createTables(client, ['DROP TABLE once.again', again]);
    await cluster().waitForSchemaAgreement();
    await expect(readAllRows(client, { keyspace: 'once', table: 'again', checkpoint }).next()).rejects.toMatchObject({
      code: 'CHECKPOINT_OF_ANOTHER_TABLE',
    });
  });
});

async function contentOf(store: ObjectStore, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of store.get(name)) parts.push(part);
  return Buffer.concat(parts);
}

const countChunks = async (): Promise<number> =>
  Number(
    String(
      (await client.execute('SELECT count(*) FROM "MixKs".objects_chunks', [], { prepare: false, consistency: ALL })).rows[0]?.get('count'),
    ),
  );

describe('createObjectStore()', () => {
  const open = (how: Conditional = conditional): ObjectStore => createObjectStore(client, { keyspace: 'MixKs', conditional: how });

  test('keeps an object of many chunks, replaces it, and leaves no chunk when it is removed', async () => {
    const store = open();
    const [first, second] = [randomBytes(3 * 1024 * 1024 + 7), randomBytes(512 * 1024)];
    expect(await store.put('a', first)).toMatchObject({ sizeBytes: first.length, chunkCount: 13 });
    expect((await contentOf(store, 'a')).equals(first)).toBe(true);
    await store.put('a', second);
    await store.put('empty', new Uint8Array());
    expect((await contentOf(store, 'a')).equals(second)).toBe(true);
    expect(await contentOf(store, 'empty')).toHaveLength(0);
    const names: string[] = [];
    for await (const { name } of store.list()) names.push(name);
    expect(names.toSorted()).toEqual(['a', 'empty']);
    expect([await countChunks(), await store.remove('a'), await store.remove('empty'), await store.remove('a')]).toEqual([
      2,
      true,
      true,
      false,
    ]);
    expect(await countChunks()).toBe(0);
    await expect(contentOf(store, 'a')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of puts at the same time those that lose say so, and one that won is there whole', async () => {
    const contents = Array.from({ length: 4 }, () => randomBytes(300 * 1024));
    const outcomes = await Promise.allSettled(contents.map((content) => open().put('contended', content)));
    const won = contents.filter((_, at) => outcomes[at]?.status === 'fulfilled');
    const codes = outcomes.flatMap((each) => (each.status === 'rejected' ? [(each.reason as { code?: unknown }).code] : []));
    expect(won.length).toBeGreaterThan(0);
    expect(new Set([...codes, 'OBJECT_CONFLICT'])).toEqual(new Set(['OBJECT_CONFLICT']));
    const last = await contentOf(open(), 'contended');
    expect(won.some((content) => content.equals(last))).toBe(true);
    await open().remove('contended');
    await open().sweep({ olderThanMs: 0 });
    expect(await countChunks()).toBe(0);
  });

  test('an object with a TTL expires, and can be put again', async () => {
    await open().put('brief', randomBytes(1_000), { ttlSeconds: 10 });
    expect(await open().info('brief')).toBeDefined();
    await expect.poll(() => open().info('brief'), { timeout: 60_000, interval: 1_000 }).toBeUndefined();
    await open().put('brief', randomBytes(10));
    expect(await open().remove('brief')).toBe(true);
  });

  test('a sweep removes what a put left that never became current', async () => {
    const killed: Conditional = (write) =>
      write.write.statement.startsWith('BEGIN') ? Promise.reject(new Error('killed')) : conditional(write);
    const before = await countChunks();
    await expect(open(killed).put('a', randomBytes(1024 * 1024))).rejects.toThrow('killed');
    expect([await open().info('a'), (await countChunks()) - before]).toEqual([undefined, 4]);
    expect(await open().sweep()).toBe(0);
    expect(await open().sweep({ olderThanMs: 0 })).toBe(1);
    expect([(await countChunks()) - before, await open().sweep({ olderThanMs: 0 })]).toEqual([0, 0]);
  });
});

describe('claimUnique()', () => {
  const values = [
    { kind: 'email', value: 'eva@example.org' },
    { kind: 'user', value: 'eva' },
  ];

  test('of owners that claim the same values at once one at most gets them, and it keeps them until it releases them', async () => {
    const owners = Array.from({ length: 5 }, (_, at) => `owner${at}`);
    const outcomes = await Promise.allSettled(
      owners.map((owner) => claimUnique(client, { keyspace: 'MixKs', values, owner, conditional })),
    );
    const results = outcomes.map((each) => (each.status === 'fulfilled' ? each.value : { claimed: false }));
    expect(results.filter(({ claimed }) => claimed).length).toBeLessThanOrEqual(1);
    const winner = owners[results.findIndex(({ claimed }) => claimed)] ?? 'owner0';
    const again = { keyspace: 'MixKs', values, owner: winner, conditional };
    expect(await claimUnique(client, again)).toEqual({ claimed: true });
    const other = { ...again, owner: 'other' };
    expect(await claimUnique(client, other)).toMatchObject({ claimed: false, owner: winner });
    await releaseUnique(client, again);
    expect(await claimUnique(client, other)).toEqual({ claimed: true });
    await releaseUnique(client, other);
  });

  test('what a killed program had claimed provisionally is free after its TTL, and what was confirmed is not', async () => {
    let left = 1;
    const killed: Conditional = (write) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('killed')) : conditional(write);
    };
    const dead = { keyspace: 'MixKs', values, owner: 'dead', conditional: killed, provisionalSeconds: 15 };
    await expect(claimUnique(client, dead)).rejects.toThrow('killed');
    const next = { keyspace: 'MixKs', values, owner: 'next', conditional, provisionalSeconds: 15 };
    const claim = async (): Promise<boolean> => (await claimUnique(client, next)).claimed;
    await expect.poll(claim, { timeout: 120_000, interval: 2_000 }).toBe(true);
    // The provisional claim of the one that lives is confirmed, so it does not expire.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect(await claimUnique(client, { ...next, owner: 'late' })).toMatchObject({ claimed: false, owner: 'next' });
  });
});

test('with one node of three down, every row is read, and objects and values are written', async () => {
  await cluster().node(2).kill();
  await cluster().waitForMissed(cluster().node(2));
  const { names } = await read();
  expect(names.toSorted()).toEqual(EXPECTED);
  const store = createObjectStore(client, { keyspace: 'MixKs', conditional });
  const content = randomBytes(700 * 1024);
  await store.put('down', content);
  expect((await contentOf(store, 'down')).equals(content)).toBe(true);
  const values = [{ kind: 'user', value: 'down' }];
  expect(await claimUnique(client, { keyspace: 'MixKs', values, owner: 'down', conditional })).toEqual({ claimed: true });
});
