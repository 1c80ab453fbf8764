import { beforeEach, expect, test } from 'vitest';
import { operationStoreContract } from './contract.ts';
import { newOperation } from './contract/new-operation.ts';
import { createMemoryStore } from './memory-store.ts';
import type { OperationStore } from './store.ts';

let store: OperationStore;

beforeEach(() => {
  store = createMemoryStore();
});

operationStoreContract(() => store);

test('a new store knows of nothing', async () => {
  await expect(store.active()).resolves.toBeUndefined();
  await expect(store.list(9)).resolves.toEqual([]);
});

test('two stores share nothing', async () => {
  await store.create(newOperation());
  await expect(createMemoryStore().active()).resolves.toBeUndefined();
});
