import { beforeEach, describe, expect, test } from 'vitest';
import { readCsv } from './csv/read-csv.ts';
import { loadAllocations, type LoadOptions } from './load.ts';
import type { LoadProgress } from './progress.ts';
import { csvText, type Disk, killedAfter, newDisk, newWorld, TEST, type World } from './testing/world.ts';

let world: World;
let disk: ReturnType<typeof newDisk>;
beforeEach(async () => {
  world = await newWorld();
  disk = newDisk();
});

const csv = (...rows: readonly string[]): string => ['customer,test,cell', ...rows, ''].join('\n');
const row = (customer: string, cell: string, test = TEST): string => [customer, test, cell].join(',');

interface Given extends Partial<LoadOptions> {
  readonly on?: Disk;
}

function load(text: string, { allocations = world.open().allocations, on = disk, ...rest }: Given = {}): Promise<LoadProgress> {
  return loadAllocations({ source: readCsv(csvText(text)), allocations, clock: world.clock, ...on, ...rest });
}

describe('loadAllocations()', () => {
  test('allocates each row, and counts what was there', async () => {
    await world.open().allocations.allocate({ customerId: 'bob', testId: TEST, cell: 'B' });
    const text = csv(row('ann', 'A'), row('bob', 'B'));
    expect(await load(text)).toMatchObject({
      rows: 2,
      allocated: 1,
      alreadyThere: 1,
      rejected: 0,
      done: text.length,
      total: text.length,
      etaMs: 0,
    });
    expect(world.stored()).toEqual([`ann ${TEST} A`, `bob ${TEST} B`]);
    expect(disk.rejected()).toEqual([]);
  });

  test('rejects rows that the store refuses and rows that cannot be read, with line and reason', async () => {
    await world.open().allocations.allocate({ customerId: 'bob', testId: TEST, cell: 'B' });
    const rows = [row('bob', 'A'), row('cem', 'C'), row('dan', 'A', 'nothing'), 'eva', row('eva', 'A')];
    expect(await load(csv(...rows))).toMatchObject({ rows: 5, allocated: 1, rejected: 4 });
    expect(disk.rejected()).toEqual([
      { place: 'line 2', reason: 'the customer is already in cell "B"', text: rows[0] },
      { place: 'line 3', reason: 'Test big-buttons has no cell "C", only A, B', text: rows[1] },
      { place: 'line 4', reason: expect.stringContaining('nothing'), text: rows[2] },
      { place: 'line 5', reason: 'it has 1 fields, and the header has 3', text: 'eva' },
    ]);
  });

  test('lets the first of several rows for one customer decide, however many are in work', async () => {
    const rows = ['C', 'B', 'A', 'B', 'A'].map((cell) => row('ann', cell));
    let sent = 0;
    // The first conditional write is the slowest.
    const step = async (): Promise<void> => {
      for (let left = 100 - (sent += 1) * 10; left > 0; left -= 1) await Promise.resolve();
    };
    expect(await load(csv(...rows), world.open({ step }))).toMatchObject({ allocated: 1, alreadyThere: 1, rejected: 3 });
    expect(world.stored()).toEqual([`ann ${TEST} B`]);
    expect(disk.rejected().map(({ place }) => place)).toEqual(['line 2', 'line 4', 'line 6']);
  });

  test('has at most as many rows in work as it may, and no fewer', async () => {
    let now = 0;
    let most = 0;
    const allocations = {
      allocate: async () => {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return { cell: 'A', allocatedAt: new Date(0), isNew: true, indexError: undefined };
      },
    };
    const rows = Array.from({ length: 30 }, (_, at) => row(`c${at}`, 'A'));
    await loadAllocations({ source: readCsv(csvText(csv(...rows))), allocations, concurrency: 4, ...disk });
    expect(most).toBe(4);
  });

  test('ends with the error of the store, keeps the checkpoint, and resumes there', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((customer) => row(customer, 'A'));
    const program = world.open({ step: killedAfter(9) });
    await expect(load(csv(...rows), { ...program, concurrency: 1 })).rejects.toThrow('killed');
    expect(await disk.checkpoint.load()).toMatchObject({ rows: 2, allocated: 2, position: { line: 4 } });
    const sent: string[] = [];
    const resumed = world.open({ step: (statement) => void sent.push(statement) });
    expect(await load(csv(...rows), resumed)).toMatchObject({ rows: 4, rejected: 0 });
    expect(sent.filter((statement) => statement === 'IF')).toHaveLength(2);
    expect(world.stored()).toHaveLength(4);
  });

  test('ends where index rows could not be written, so that nobody takes the row for done', async () => {
    const program = world.open({ fate: (statement) => (statement.startsWith('BEGIN') ? 'lost' : 'answered') });
    await expect(load(csv(row('ann', 'A')), program)).rejects.toMatchObject({ name: 'OperationTimedOutError' });
    expect(await disk.checkpoint.load()).toMatchObject({ rows: 0, position: null });
    expect(await load(csv(row('ann', 'A')))).toMatchObject({ rows: 1, alreadyThere: 1 });
  });

  test('ends when its signal aborts, with a checkpoint', async () => {
    const abort = new AbortController();
    const onProgress = ({ rows }: { readonly rows: number }): void => void (rows === 2 && abort.abort());
    const rows = ['a', 'b', 'c', 'd'].map((customer) => row(customer, 'A'));
    await expect(load(csv(...rows), { onProgress, signal: abort.signal, checkpointEveryMs: 0, concurrency: 1 })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(((await disk.checkpoint.load()) as { rows: number }).rows).toBeGreaterThanOrEqual(2);
    expect(world.stored().length).toBeLessThan(4);
  });

  test('ends when its signal aborts, also among rows that never get to the store', async () => {
    const abort = new AbortController();
    const onProgress = (): void => abort.abort();
    const loading = load(csv('bad', 'bad', 'bad'), { onProgress, signal: abort.signal, checkpointEveryMs: 0 });
    await expect(loading).rejects.toMatchObject({ code: 'ABORTED' });
    expect(disk.rejected()).toHaveLength(2);
  });

  test('refuses the checkpoint of another source, one that it does not understand, and rejects that were lost', async () => {
    await load(csv(row('ann', 'A'), 'bad'));
    await expect(load(csv(row('longer', 'A'), 'bad'))).rejects.toMatchObject({ code: 'CHECKPOINT_OF_ANOTHER_SOURCE' });
    const text = csv(row('ann', 'A'), 'bad');
    const saved = (await disk.checkpoint.load()) as object;
    for (const wrong of [{ version: 2 }, { rows: -1 }, { rejectsBytes: 'x' }, { position: 'x' }, { position: { byte: 1.5, line: 1 } }]) {
      const checkpoint = { ...disk.checkpoint, load: async () => ({ ...saved, ...wrong }) };
      await expect(load(text, { on: { ...disk, checkpoint } })).rejects.toMatchObject({ code: 'CHECKPOINT_UNUSABLE' });
    }
    const lost = { ...disk, rejects: newDisk().rejects };
    await expect(load(text, { on: lost })).rejects.toMatchObject({ code: 'REJECTS_LOST' });
  });

  test('a load that is over does nothing when it is run again', async () => {
    const text = csv(row('ann', 'A'), 'bad');
    const first = await load(text);
    expect(await load(text, world.open({ step: killedAfter(0) }))).toEqual(first);
    expect(disk.rejected()).toHaveLength(1);
  });

  test('refuses options that make no sense', async () => {
    await expect(load(csv(), { concurrency: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(load(csv(), { checkpointEveryMs: -1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
