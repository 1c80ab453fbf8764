import { createManualClock } from '@ringside/core/testing';
import type { OperationStore } from '@ringside/operations';
import { beforeEach, expect, test } from 'vitest';
import { createCqlStore } from './store.ts';
import { FakeCassandra } from './testing/fake-cassandra.ts';
import { newOperation } from './testing/new-operation.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-02T10:00:00Z');
const END = { expected: { operation: { state: 'running' } }, set: { operation: { state: 'succeeded' } } } as const;
let fake: FakeCassandra;
let store: OperationStore;

async function ended(requestedAtMs: number): Promise<string> {
  const operation = newOperation([['a:1']], requestedAtMs);
  await store.create(operation);
  await store.write(operation.id, END);
  await store.release(operation.id);
  return operation.id;
}

beforeEach(() => {
  fake = new FakeCassandra();
  store = createCqlStore(fake.port, { clock: createManualClock(NOW_MS) });
});

async function listed(limit: number): Promise<readonly string[]> {
  return (await store.list(limit)).map(({ id }) => id);
}

test('operations of several months are listed newest first', async () => {
  const ids: string[] = [];
  for (const daysAgo of [80, 40, 39, 3, 1, 0]) ids.unshift(await ended(NOW_MS - daysAgo * DAY_MS));
  await expect(listed(10)).resolves.toEqual(ids);
  await expect(listed(4)).resolves.toEqual(ids.slice(0, 4));
  await expect(listed(0)).resolves.toEqual([]);
});

test('what is listed and not kept any more is passed over, and older operations take its place', async () => {
  const ids: string[] = [];
  for (let minute = 0; minute < 6; minute += 1) ids.unshift(await ended(NOW_MS - DAY_MS + minute * 60_000));
  for (const id of ids.slice(0, 3)) fake.run('DELETE FROM ringside.operations WHERE id = ?', [id]);
  await expect(listed(2)).resolves.toEqual(ids.slice(3, 5));
});

test('one that was never made the active one is not listed, and the active one is', async () => {
  const before = await ended(NOW_MS - 9_000);
  fake.fault = ({ statement }) => (statement.includes('active_operation SET') ? { fails: new Error('the creator dies here') } : undefined);
  await expect(store.create(newOperation([['a:1']], NOW_MS - 5_000))).rejects.toThrow('dies here');
  fake.fault = () => undefined;
  await expect(listed(5)).resolves.toEqual([before]);
  const running = newOperation([['a:1']], NOW_MS);
  await store.create(running);
  await expect(listed(5)).resolves.toEqual([running.id, before]);
});
