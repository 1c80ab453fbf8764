import { once } from 'node:events';
import { useCluster } from '@ringside/cluster/vitest';
import { compareAndSet, type CompareAndSetResult, openClient, type ResilientClient } from '@ringside/resilient-client';
import { createMapper, createProfile } from '@ringside/resilient-client/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const cluster = useCluster({ nodes: 3, shared: false });
const LIMIT_MS = 600_000;
const SELECT = 'SELECT note FROM shop.items WHERE id = ?';
const ITEMS = 200;
/** Of the native protocol. */
const ALL = 5;
const IDEMPOTENT = { isIdempotent: true };
let client: ResilientClient;

beforeAll(async () => {
  const [node] = cluster().nodes;
  const contactPoints = cluster().nodes.map(({ address }) => address);
  const profiles = [createProfile('strict', { consistency: ALL })];
  client = await openClient({ contactPoints, port: node?.nativePort, requestTimeoutMs: 20_000, profiles });
  await client.execute("CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}", [], {
    prepare: false,
  });
  await client.execute('CREATE TABLE shop.items (id text PRIMARY KEY, note text)', [], { prepare: false });
  for (let id = 0; id < ITEMS; id += 1)
    await client.execute('INSERT INTO shop.items (id, note) VALUES (?, ?)', [String(id), 'n'], IDEMPOTENT);
}, LIMIT_MS);

afterAll(async () => client?.shutdown());

test('pages, streams, batches, execution profiles and the mapper work as with the driver’s own client', async () => {
  const query = 'SELECT id FROM shop.items';
  const seen = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    const each = (_: number, row: { get(name: string): unknown }) => void seen.add(row.get('id') as string);
    client.eachRow(query, [], { fetchSize: 30, autoPage: true }, each, (error) => (error ? reject(error) : resolve()));
  });
  expect(seen.size).toBe(ITEMS);
  const stream = client.stream(query, [], { fetchSize: 30 }) as NodeJS.ReadableStream;
  let streamed = 0;
  stream.on('data', () => (streamed += 1));
  await once(stream, 'end');
  expect(streamed).toBe(ITEMS);
  await client.batch([{ query: 'INSERT INTO shop.items (id, note) VALUES (?, ?)', params: ['batched', 'b'] }], { prepare: true });
  const { rows, info } = await client.execute(SELECT, ['batched'], { executionProfile: 'strict' });
  expect([rows[0]?.get('note'), info.achievedConsistency]).toEqual(['b', ALL]);
  const items = createMapper(client, 'shop', 'items');
  await items.insert({ id: 'mapped', note: 'm' });
  expect((await items.get({ id: 'mapped' }))?.note).toBe('m');
  await items.remove({ id: 'mapped' });
  await items.remove({ id: 'batched' });
});

test('of many that write the same row at once with IF NOT EXISTS one wins, and every other is given its row', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `writer${index}`);
  const outcomes = await Promise.all(names.map(untilDecided));
  const winner = names[outcomes.findIndex(({ applied }) => applied)];
  expect(outcomes.filter(({ applied }) => applied)).toHaveLength(1);
  for (const { applied, row } of outcomes) expect(applied ? winner : row?.get('note')).toBe(winner);
});

/** Writes, and writes again while a lost Paxos round has left neither its value nor anybody else's. */
async function untilDecided(name: string): Promise<CompareAndSetResult> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const outcome = await compareAndSet(client, {
      write: { statement: 'INSERT INTO shop.items (id, note) VALUES (?, ?) IF NOT EXISTS', values: ['contended', name] },
      read: { statement: SELECT, values: ['contended'] },
      isOurs: (row) => row?.get('note') === name,
    });
    if (outcome.applied || outcome.row !== undefined) return outcome;
    expect(outcome.wasUnknown).toBe(true);
  }
  throw new Error(`The write of ${name} was lost ten times`);
}
