import { createManualClock, type ManualClock } from '@ringside/core/testing';
import { createMemoryStore, type Operation, operationErrors, type OperationStore } from '@ringside/operations';
import { beforeEach, describe, expect, it } from 'vitest';
import { OperationWatch } from './watch-operation.ts';

const ID = '4e3b5a10-7c1d-11f0-9d2a-0242ac120002';
const NO_QUORUM = operationErrors.OPERATIONS_UNAVAILABLE({ message: 'no quorum' });

let clock: ManualClock;
let store: OperationStore;
let looks: number;
let fault: Error | undefined;
let watch: OperationWatch;

beforeEach(async () => {
  clock = createManualClock();
  const memory = createMemoryStore();
  [looks, fault] = [0, undefined];
  store = {
    ...memory,
    read: async (id, options) => {
      looks += 1;
      if (fault !== undefined) throw fault;
      return await memory.read(id, options);
    },
  };
  await store.create({ id: ID, kind: 'restart', batches: [['a']], levels: {}, requestedBy: 'me', reason: null, requestedAtMs: 0 });
  watch = new OperationWatch(store, clock);
});

/** Follows the operation, and keeps what it is told. */
async function follower(
  signal: AbortSignal = new AbortController().signal,
): Promise<{ readonly told: Operation[]; readonly ended: Promise<unknown> }> {
  const told: Operation[] = [];
  const events = await watch.follow(ID, signal);
  const read = async (): Promise<void> => {
    for await (const operation of events) told.push(operation);
  };
  return { told, ended: read().catch((error: unknown) => error) };
}

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const set = async (operation: object): Promise<boolean> =>
  await store.write(ID, { expected: { operation: { state: 'running' } }, set: { operation } });

describe('whoever follows an operation', () => {
  it('is told of it at once, of each change, and of its end', async () => {
    const { told, ended } = await follower();
    await pass(5);
    await set({ intent: 'pause' });
    await pass(3);
    await set({ state: 'cancelled' });
    await pass(2);
    await ended;
    expect(told.map(({ intent, state }) => `${intent} ${state}`)).toEqual(['run running', 'pause running', 'pause cancelled']);
  });

  it('is told once of one that has ended', async () => {
    await set({ state: 'failed' });
    const { told, ended } = await follower();
    await ended;
    expect(told).toHaveLength(1);
  });

  it('shares one look a second with all others', async () => {
    const followers = await Promise.all(Array.from({ length: 100 }, async () => await follower()));
    await pass(10);
    expect(looks).toBeLessThanOrEqual(11);
    await set({ state: 'failed' });
    await pass(2);
    await Promise.all(followers.map(({ ended }) => ended));
    expect(followers.map(({ told }) => told.length)).toEqual(followers.map(() => 2));
  });

  it('waits where nobody can tell for a while, and gives up after a quarter of an hour', async () => {
    const { told, ended } = await follower();
    fault = NO_QUORUM;
    await pass(60);
    fault = undefined;
    await set({ intent: 'pause' });
    await pass(3);
    expect(told.map(({ intent }) => intent)).toEqual(['run', 'pause']);
    fault = NO_QUORUM;
    await pass(16 * 60);
    expect(await ended).toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
  });

  it('is told at first what is wrong', async () => {
    await expect(watch.follow('4e3b5a10-7c1d-11f0-9d2a-0242ac120003', new AbortController().signal)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('asks nothing more once they have left', async () => {
    const leaving = new AbortController();
    const { ended } = await follower(leaving.signal);
    await pass(2);
    leaving.abort();
    await ended;
    const before = looks;
    await pass(5);
    expect(looks).toBe(before);
  });
});
