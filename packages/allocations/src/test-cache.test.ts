import { beforeEach, expect, test } from 'vitest';
import { allocationTables } from './schema.ts';
import { TestCache } from './test-cache.ts';
import { KEYSPACE, TEST, type World, worldWithTest } from './testing/world.ts';
import type { Store } from './store.ts';

let world: World;
let reads: number;
let answer: () => Promise<void>;

/** A cache on a client whose reads are counted, and answered when `answer()` is done. */
function newCache(cacheMs: number): TestCache {
  const client: Store['client'] = {
    execute: async (statement, values, options) => {
      reads += 1;
      await answer();
      return world.cql.run(statement, values, options);
    },
    metadata: { getTokenRanges: () => [], newToken: () => ({}), newTokenRange: () => ({}) },
  };
  const conditional = () => Promise.reject(new Error('not used'));
  const levels = { serialConsistency: 'SERIAL', consistency: 'LOCAL_QUORUM' } as const;
  return new TestCache(
    { client, keyspace: KEYSPACE, tables: allocationTables(KEYSPACE), conditional, ...levels, clock: world.clock },
    cacheMs,
  );
}

beforeEach(async () => {
  world = await worldWithTest();
  reads = 0;
  answer = () => Promise.resolve();
});

test('a test is read once for all who ask at the same time, and again when it is too old', async () => {
  const cache = newCache(10_000);
  const [first, second] = await Promise.all([cache.get(TEST, undefined), cache.get(TEST, undefined)]);
  expect(first).toBe(second);
  world.cql.nowMs += 9_999;
  await cache.get(TEST, undefined);
  expect(reads).toBe(1);
  world.cql.nowMs += 1;
  await cache.get(TEST, undefined);
  expect(reads).toBe(2);
});

test('its age counts from when the read began, not from its answer', async () => {
  const cache = newCache(10_000);
  answer = async () => {
    world.cql.nowMs += 10_000;
  };
  await cache.get(TEST, undefined);
  await cache.get(TEST, undefined);
  expect(reads).toBe(2);
});

test('a failure is not kept, nor is a test that does not exist', async () => {
  const cache = newCache(10_000);
  answer = () => Promise.reject(Object.assign(new Error('refused'), { code: 0x21_00 }));
  await expect(cache.get(TEST, undefined)).rejects.toThrow('refused');
  answer = () => Promise.resolve();
  expect(await cache.get(TEST, undefined)).toMatchObject({ testId: TEST });
  await expect(cache.get('other', undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(cache.get('other', undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(reads).toBe(4);
});

test('who gives up does not end the read of the others', async () => {
  const cache = newCache(10_000);
  let release: () => void = () => undefined;
  answer = () => new Promise((resolve) => (release = resolve));
  const abort = new AbortController();
  const leaving = cache.get(TEST, abort.signal);
  const staying = cache.get(TEST, undefined);
  abort.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'ABORTED' });
  release();
  expect(await staying).toMatchObject({ testId: TEST });
  expect(reads).toBe(1);
});
