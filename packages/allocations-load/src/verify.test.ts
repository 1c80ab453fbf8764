import { expect, test } from 'vitest';
import { readCsv } from './csv/read-csv.ts';
import { csvText, newWorld, TEST } from './testing/world.ts';
import { verifyLoad } from './verify.ts';

const csv = (...rows: readonly string[]): ReturnType<typeof readCsv> => readCsv(csvText(['customer,test,cell', ...rows, ''].join('\n')));

test('tells what is missing and what is different, and the counts and hashes of both sides', async () => {
  const { allocations } = (await newWorld()).open();
  for (const customerId of ['ann', 'bob']) await allocations.allocate({ customerId, testId: TEST, cell: 'A' });
  const source = csv(`ann,${TEST},A`, `bob,${TEST},B`, `cem,${TEST},B`, 'bad');
  const report = await verifyLoad({ source, allocations });
  expect(report).toMatchObject({ rows: 3, unreadable: 1, missing: 1, different: 1 });
  expect(report.differences).toEqual([
    { place: 'line 3', customerId: 'bob', testId: TEST, cell: 'B', storedCell: 'A' },
    { place: 'line 4', customerId: 'cem', testId: TEST, cell: 'B', storedCell: undefined },
  ]);
  expect(report.cells).toMatchObject([
    { cell: 'A', sourceRows: 1, storeRows: 2 },
    { cell: 'B', sourceRows: 2, storeRows: 0, storeHash: '0000000000000000' },
  ]);
  for (const { sourceHash, storeHash } of report.cells) expect(sourceHash).not.toBe(storeHash);
});

test('says that both sides are equal, whatever the order', async () => {
  const { allocations } = (await newWorld()).open();
  const customers = Array.from({ length: 30 }, (_, at) => `c${at}`);
  for (const [at, customerId] of customers.entries())
    await allocations.allocate({ customerId, testId: TEST, cell: at % 2 === 0 ? 'A' : 'B' });
  const rows = customers.map((customer, at) => `${customer},${TEST},${at % 2 === 0 ? 'A' : 'B'}`);
  const [there, back] = [
    await verifyLoad({ source: csv(...rows), allocations }),
    await verifyLoad({ source: csv(...rows.toReversed()), allocations }),
  ];
  expect(there).toMatchObject({ rows: 30, missing: 0, different: 0, differences: [] });
  expect(back).toEqual(there);
  expect(there.cells.map(({ sourceRows }) => sourceRows)).toEqual([15, 15]);
  for (const { sourceRows, storeRows, sourceHash, storeHash } of there.cells)
    expect([storeRows, storeHash]).toEqual([sourceRows, sourceHash]);
});

test('keeps the first 100 differences, and counts all', async () => {
  const { allocations } = (await newWorld()).open();
  const report = await verifyLoad({ source: csv(...Array.from({ length: 130 }, (_, at) => `c${at},${TEST},A`)), allocations });
  expect(report).toMatchObject({ missing: 130 });
  expect(report.differences).toHaveLength(100);
  await expect(verifyLoad({ source: csv(), allocations, concurrency: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(verifyLoad({ source: csv('a,b,c'), allocations, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
});
