import { createMemoryStore, newTimeUuid, type OperationStore } from '@ringside/operations';
import { describe, expect, it } from 'vitest';
import { changeOperation, readOperation } from './change-operation.ts';

const ID = newTimeUuid(1);
const ASKED = { id: ID, kind: 'restart', batches: [['a:1']], levels: {}, requestedBy: 'otto', reason: null, requestedAtMs: 1 } as const;

async function running(): Promise<OperationStore> {
  const store = createMemoryStore();
  await store.create(ASKED);
  return store;
}

describe('changeOperation()', () => {
  it('pauses, resumes and cancels, and the same once more changes nothing', async () => {
    const store = await running();
    for (const intent of ['pause', 'pause', 'run', 'cancel', 'cancel'] as const)
      expect(await changeOperation(store, ID, intent, {})).toMatchObject({ intent, state: 'running' });
  });

  it('does not take back a cancellation', async () => {
    const store = await running();
    await changeOperation(store, ID, 'cancel', {});
    const resumed = changeOperation(store, ID, 'run', {});
    await expect(resumed).rejects.toMatchObject({ code: 'OPERATION_ENDED', message: `Operation ${ID} is being cancelled` });
  });

  it.each([
    ['succeeded', 'has succeeded'],
    ['failed', 'has failed'],
    ['cancelled', 'was cancelled'],
  ] as const)('refuses one that has %s, whatever is wanted', async (state, words) => {
    const store = await running();
    await store.write(ID, { expected: { operation: { state: 'running' } }, set: { operation: { state } } });
    for (const intent of ['run', 'pause', 'cancel'] as const) {
      const changed = changeOperation(store, ID, intent, {});
      await expect(changed).rejects.toMatchObject({ code: 'OPERATION_ENDED', message: `Operation ${ID} ${words}` });
    }
  });

  it('looks again where somebody else was faster, and keeps to what they wanted', async () => {
    const store = await running();
    let cancelled = false;
    const raced: OperationStore = {
      ...store,
      write: async (id, write, bounds) => {
        if (!cancelled) await store.write(id, { expected: { operation: { intent: 'run' } }, set: { operation: { intent: 'cancel' } } });
        cancelled = true;
        return await store.write(id, write, bounds);
      },
    };
    await expect(changeOperation(raced, ID, 'pause', {})).rejects.toMatchObject({ code: 'OPERATION_ENDED' });
    expect(await store.read(ID)).toMatchObject({ intent: 'cancel' });
  });

  it('gives up where others change it all the time', async () => {
    const store: OperationStore = { ...(await running()), write: async () => false };
    await expect(changeOperation(store, ID, 'pause', {})).rejects.toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
  });

  it('knows no operation of another id', async () => {
    await expect(changeOperation(await running(), newTimeUuid(2), 'pause', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(readOperation(await running(), newTimeUuid(2), {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
