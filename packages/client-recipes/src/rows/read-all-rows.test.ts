import { MAX_TOKEN, MIN_TOKEN } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskedPage, type FakeTable, type FakeTableRow, fakeTableClient } from '../testing/fake-table.ts';
import { QUICK } from '../fakes/quick-clock.ts';
import type { RowsCheckpoint } from './checkpoint.ts';
import { readAllRows, type ReadAllRowsOptions, type RowBatch } from './read-all-rows.ts';
import type { RowsProgress } from './progress.ts';

const ORDERS = { keyspace: 'shop', table: 'orders', clock: QUICK };
const serverError = (code: number): Error => Object.assign(new Error(`code ${code}`), { code });
const UNAVAILABLE = 0x10_00;
const INVALID = 0x22_00;

function rowsOf(...partitions: readonly (readonly [token: bigint, rows: number])[]): readonly FakeTableRow[] {
  const rows = partitions.flatMap(([token, count], partition) =>
    Array.from({ length: count }, (_, at) => ({ token, id: `${partition}/${at}` })),
  );
  return rows.toSorted((a, b) => (a.token < b.token ? -1 : Number(a.token > b.token)));
}

const idsOf = ({ rows }: Pick<RowBatch, 'rows'>): readonly string[] => rows.map((row) => String(row.get('id')));

async function readIds(table: Partial<FakeTable>, options: Partial<ReadAllRowsOptions> = {}): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const batch of readAllRows(fakeTableClient(table), { ...ORDERS, ...options })) ids.push(...idsOf(batch));
  return ids;
}

/** What a program that is killed has seen: whole batches, and those of them that it had not processed. */
interface Killed {
  readonly delivered: readonly RowBatch[];
  readonly unprocessed: readonly RowBatch[];
  readonly checkpoint: unknown;
}

async function readUntilKilled(table: Partial<FakeTable>, options: Partial<ReadAllRowsOptions>, batches: number): Promise<Killed> {
  const delivered: RowBatch[] = [];
  let saved = options.checkpoint;
  const onCheckpoint = (checkpoint: RowsCheckpoint): void => void (saved = JSON.parse(JSON.stringify(checkpoint)));
  for await (const batch of readAllRows(fakeTableClient(table), { ...ORDERS, ...options, onCheckpoint })) {
    delivered.push(batch);
    if (delivered.length >= batches) return { delivered, unprocessed: delivered.slice(-1), checkpoint: saved };
  }
  return { delivered, unprocessed: [], checkpoint: saved };
}

const aToken = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt(MIN_TOKEN + 1n, MAX_TOKEN) },
  { weight: 2, arbitrary: fc.bigInt(-3n, 3n) },
  { weight: 1, arbitrary: fc.constantFrom(MIN_TOKEN + 1n, MIN_TOKEN + 2n, MAX_TOKEN - 1n, MAX_TOKEN) },
);
const someRows = fc.array(fc.tuple(aToken, fc.integer({ min: 1, max: 9 })), { maxLength: 25 }).map((partitions) => rowsOf(...partitions));
const aRing = fc.array(fc.oneof(aToken, fc.constant(BigInt(MIN_TOKEN))), { maxLength: 6 });
const someSettings = fc.record({
  pageSize: fc.integer({ min: 1, max: 12 }),
  parallel: fc.integer({ min: 1, max: 5 }),
  pieces: fc.integer({ min: 1, max: 12 }),
});

/** Fails pages now and then, up to seven times in a row: one more is too many. */
function failing(chance: () => number): (asked: AskedPage) => void {
  const failed = new Map<string, number>();
  return ({ values, options }) => {
    const key = JSON.stringify([values, options.pageState]);
    const times = failed.get(key) ?? 0;
    if (chance() > 0.3 || times >= 7) return;
    failed.set(key, times + 1);
    throw serverError(UNAVAILABLE);
  };
}

describe('readAllRows()', () => {
  test('delivers each row once in a run that nobody interrupts, whatever the ring, the sizes and the failures', async () => {
    await fc.assert(
      fc.asyncProperty(
        someRows,
        aRing,
        someSettings,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (rows, ring, settings, chances) => {
          const beforePage = failing(() => Number(chances.next().value));
          const ids = await readIds({ rows, ring, beforePage }, settings);
          expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
        },
      ),
      { numRuns: 200 },
    );
  });

  test('loses no row when it is killed again and again and resumed on another ring, and repeats only unprocessed batches and partitions cut by a page', async () => {
    const someKills = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), aRing, someSettings), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(someRows, someKills, async (rows, kills) => {
        const seen = new Set<string>();
        const mayRepeat = new Set<string>();
        let checkpoint: unknown;
        for (const [batches, ring, settings] of [...kills, [Infinity, [], { pageSize: 3, parallel: 2, pieces: 4 }] as const]) {
          const run = await readUntilKilled({ rows, ring }, { ...settings, checkpoint }, batches);
          const ids = run.delivered.flatMap(idsOf);
          expect(ids.filter((id) => seen.has(id) && !mayRepeat.has(id))).toEqual([]);
          for (const id of ids) seen.add(id);
          const cut = new Set(run.delivered.map((batch) => batch.rows.at(-1)?.get(0)));
          for (const id of run.unprocessed.flatMap(idsOf)) mayRepeat.add(id);
          for (const { id, token } of rows) if (cut.has(token)) mayRepeat.add(id);
          ({ checkpoint } = run);
        }
        expect([...seen].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      }),
      { numRuns: 200 },
    );
  });

  test('resumes from an older checkpoint too, and from the last one reads nothing', async () => {
    const rows = rowsOf([-7n, 4], [3n, 5], [BigInt(MAX_TOKEN), 2]);
    const saved: RowsCheckpoint[] = [];
    const settings = { pageSize: 2, pieces: 2, onCheckpoint: (each: RowsCheckpoint) => void saved.push(each) };
    expect(await readIds({ rows }, settings)).toHaveLength(11);
    for (const checkpoint of saved) await expect(readUntilKilled({ rows }, { checkpoint }, Infinity)).resolves.toBeDefined();
    expect(saved.at(-1)).toMatchObject({ done: [[String(MIN_TOKEN), String(MAX_TOKEN)]], rows: 11 });
    const pages: AskedPage[] = [];
    expect(await readIds({ rows, beforePage: (page) => void pages.push(page) }, { checkpoint: saved.at(-1) })).toEqual([]);
    expect(pages).toEqual([]);
  });

  test('holds no more pages than may be read in parallel, those being read and processed included', async () => {
    let held = 0;
    let most = 0;
    const beforePage = async (): Promise<void> => {
      held += 1;
      most = Math.max(most, held);
      await Promise.resolve();
    };
    const rows = rowsOf(...Array.from({ length: 60 }, (_, at) => [BigInt(at) * 10n ** 17n - 3n * 10n ** 18n, 3] as const));
    const client = fakeTableClient({ rows, beforePage });
    const onCheckpoint = (): void => void (held -= 1);
    for await (const batch of readAllRows(client, { ...ORDERS, pageSize: 2, parallel: 3, pieces: 10, onCheckpoint })) {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      expect(batch.rows.length).toBeGreaterThan(0);
    }
    expect([most, held]).toEqual([3, 0]);
  });

  test('tells how much is processed, earlier runs included', async () => {
    const rows = rowsOf([-7n, 4], [3n, 5]);
    const told: RowsProgress[] = [];
    const onCheckpoint = (_: RowsCheckpoint, progress: RowsProgress): void => void told.push(progress);
    const { checkpoint } = await readUntilKilled({ rows, ring: [] }, { pieces: 4, parallel: 1 }, 2);
    await readIds({ rows, ring: [] }, { pieces: 4, parallel: 1, checkpoint, onCheckpoint });
    expect(told[0]).toEqual({ donePieces: 3, pieces: 4, rows: 9 });
    expect(told.at(-1)).toEqual({ donePieces: 4, pieces: 4, rows: 9 });
  });

  test('sends a prepared, idempotent statement over token ranges, with names quoted where they have to be, to replicas of the range', async () => {
    const pages: AskedPage[] = [];
    const table: Partial<FakeTable> = {
      keyspace: 'MixKs',
      table: 'select',
      columns: [
        ['b', 'partition_key', 1],
        ['Zeit', 'regular', -1],
        ['Id', 'partition_key', 0],
        ['at', 'clustering', 0],
        ['kind', 'static', -1],
      ],
      ring: [5n],
      beforePage: (page) => void pages.push(page),
    };
    await readIds(table, { keyspace: '"MixKs"', table: 'select', pieces: 1, parallel: 1, pageSize: 7, consistency: 'QUORUM' });
    const [first, last] = pages;
    const token = 'token("Id", b)';
    expect(first?.statement).toBe(`SELECT ${token}, "Id", b, at, kind, "Zeit" FROM "MixKs"."select" WHERE ${token} > ? AND ${token} <= ?`);
    expect(first?.options).toMatchObject({ prepare: true, isIdempotent: true, fetchSize: 7, consistency: 4 });
    expect(first?.options.routingKey).toEqual({ start: { token: String(MIN_TOKEN) }, end: { token: '5' } });
    expect([first?.values, last?.values]).toEqual([
      [String(MIN_TOKEN), '5'],
      ['5', String(MAX_TOKEN)],
    ]);
    await expect(readIds(table, { keyspace: 'MixKs', table: 'select', columns: ['zeit'] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'Table MixKs.select has no column "zeit"',
    });
  });

  test.each([
    ['which names another table', { table: 'items' }, 'CHECKPOINT_OF_ANOTHER_TABLE'],
    ['whose table was dropped and created again', { tableId: 'f1d20a10-0000-4000-8000-000000000002' }, 'CHECKPOINT_OF_ANOTHER_TABLE'],
    ['of a later format', { version: 2 }, 'CHECKPOINT_UNUSABLE'],
    ['with a range that wraps', { done: [['5', '-5']] }, 'CHECKPOINT_UNUSABLE'],
    ['with a token that is none', { done: [['5', '9223372036854775808']] }, 'CHECKPOINT_UNUSABLE'],
    ['without ranges', { done: 'all' }, 'CHECKPOINT_UNUSABLE'],
    ['without a count', { rows: -1 }, 'CHECKPOINT_UNUSABLE'],
  ])('refuses a checkpoint %s', async (_what, wrong, code) => {
    const { checkpoint } = await readUntilKilled({ rows: rowsOf([1n, 2]) }, {}, Infinity);
    await expect(readIds({}, { checkpoint: { ...(checkpoint as RowsCheckpoint), ...wrong } })).rejects.toMatchObject({ code });
    await expect(readIds({}, { checkpoint: 'text' })).rejects.toMatchObject({ code: 'CHECKPOINT_UNUSABLE' });
  });

  test('gives up a page after eight attempts, and at once when the statement is refused', async () => {
    const asked = { unavailable: 0, invalid: 0 };
    const failAlways = (kind: keyof typeof asked, code: number) => (): void => {
      asked[kind] += 1;
      throw serverError(code);
    };
    await expect(readIds({ beforePage: failAlways('unavailable', UNAVAILABLE) }, { parallel: 1 })).rejects.toThrow(`code ${UNAVAILABLE}`);
    await expect(readIds({ beforePage: failAlways('invalid', INVALID) }, { parallel: 1 })).rejects.toThrow(`code ${INVALID}`);
    expect(asked).toEqual({ unavailable: 8, invalid: 1 });
  });

  test('ends when its signal aborts, while a page is read and while a batch is processed', async () => {
    const abort = new AbortController();
    const hanging = readIds({ beforePage: () => new Promise<void>(() => abort.abort(new Error('enough'))) }, { signal: abort.signal });
    await expect(hanging).rejects.toMatchObject({ code: 'ABORTED' });
    const second = new AbortController();
    const rows = readAllRows(fakeTableClient({ rows: rowsOf([1n, 5]) }), { ...ORDERS, pageSize: 1, signal: second.signal });
    await rows.next();
    second.abort(new Error('enough'));
    await expect(rows.next()).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test.each([
    ['a table that does not exist', { table: 'nothing' }, {}, 'NOT_FOUND'],
    ['what is not a name', { table: 'a b' }, {}, 'INVALID_ARGUMENT'],
    ['no rows per page', { pageSize: 0 }, {}, 'INVALID_ARGUMENT'],
    ['another partitioner', {}, { partitioner: 'org.apache.cassandra.dht.RandomPartitioner' }, 'PARTITIONER_UNSUPPORTED'],
  ])('refuses %s', async (_what, options, table, code) => {
    await expect(readIds(table, options)).rejects.toMatchObject({ code });
  });
});
