import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTables } from '../create-tables.ts';
import { clientRecipesErrors } from '../errors.ts';
import { type CasFate, CAS_FATES, fakeConditional, type FakeConditional } from '../fakes/fake-conditional.ts';
import { FakeCql, fakeCqlClient } from '../fakes/fake-cql.ts';
import { QUICK } from '../fakes/quick-clock.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import { objectStoreSchema } from './schema.ts';

const DAY_MS = 86_400_000;
const CHUNK_BYTES = 4;
const [OBJECTS, CHUNKS] = ['shop.objects', 'shop.objects_chunks'];

/** A cluster, and a store of a program that may be killed. */
interface World {
  readonly cql: FakeCql;
  readonly store: ObjectStore;
  readonly cas: FakeConditional;
}

/**
 * @param step is called before each statement; what it throws is its outcome
 * @param fate of each conditional write
 */
function open(
  cql: FakeCql,
  step: (statement: string) => void | Promise<void> = () => undefined,
  fate: () => CasFate = () => 'answered',
): World {
  const cas = fakeConditional(cql, async () => {
    await step('IF');
    return fate();
  });
  const clock = { ...QUICK, nowMs: () => cql.nowMs };
  const options = { keyspace: 'shop', conditional: cas.conditional, chunkBytes: CHUNK_BYTES, clock };
  return { cql, cas, store: createObjectStore(fakeCqlClient(cql, step), options) };
}

async function newCql(): Promise<FakeCql> {
  const cql = new FakeCql();
  await createTables(fakeCqlClient(cql), objectStoreSchema('shop'));
  return cql;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < text.length; at += size) yield bytes(text.slice(at, at + size));
}

async function read(store: ObjectStore, name = 'a'): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of store.get(name)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** The content, or the code of the error. */
const readOrCode = (store: ObjectStore): Promise<unknown> => read(store).catch(codeOf);

/** What is kept of chunks and notes beside the manifests: as many chunks as the manifests say, and nothing else, is right. */
function leftovers(cql: FakeCql): unknown {
  const manifests = cql.rows(OBJECTS ?? '').filter((row) => row.get('current') !== null);
  const current = new Map(manifests.map((row) => [row.get('current'), Number(row.get('chunk_count'))]));
  const chunks = cql.rows(CHUNKS ?? '');
  return {
    notes: cql.rows(OBJECTS ?? '').length - manifests.length,
    strayChunks: chunks.filter((row) => !current.has(row.get('version'))).length,
    missingChunks:
      [...current.values()].reduce((sum, count) => sum + count, 0) - chunks.filter((row) => current.has(row.get('version'))).length,
  };
}
const NONE = { notes: 0, strayChunks: 0, missingChunks: 0 };

/** Throws at one step, and from then on always. */
function killedAt(killed: number): () => void {
  let steps = 0;
  return () => {
    steps += 1;
    if (steps > killed) throw Object.assign(new Error('killed'), { code: 0x22_00 });
  };
}

let world: World;
beforeEach(async () => {
  world = open(await newCql());
});

describe('put() and get()', () => {
  test('give back what was put, whatever its size and its parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 100 }),
        fc.integer({ min: 1, max: 20 }),
        async (text, size) => {
          const { store, cql } = world;
          const info = await store.put('a', inParts(text, size));
          expect(await read(store)).toBe(text);
          expect(info).toMatchObject({ sizeBytes: text.length, chunkCount: Math.ceil(text.length / CHUNK_BYTES), chunkBytes: CHUNK_BYTES });
          expect(info.sha256).toBe(createHash('sha256').update(text).digest('hex'));
          expect(await store.info('a')).toEqual(info);
          expect(leftovers(cql)).toEqual(NONE);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('keep objects apart, list them, and remove them', async () => {
    const { store, cql } = world;
    await store.put('a', bytes('first'.repeat(30)));
    await store.put('b', new Uint8Array());
    const names: string[] = [];
    for await (const { name } of store.list()) names.push(name);
    expect(names.toSorted()).toEqual(['a', 'b']);
    expect([await store.remove('a'), await store.remove('a'), await read(store, 'b')]).toEqual([true, false, '']);
    expect(await readOrCode(store)).toBe('NOT_FOUND');
    expect(leftovers(cql)).toEqual(NONE);
  });

  test('an object with a TTL expires as a whole: its chunks are there a day longer than its manifest', async () => {
    const { store, cql } = world;
    await store.put('a', bytes('for an hour'), { ttlSeconds: 3_600 });
    cql.nowMs += 3_599_000;
    expect(await read(store)).toBe('for an hour');
    cql.nowMs += 1_000;
    expect([await store.info('a'), cql.rows(CHUNKS ?? '').length]).toEqual([undefined, 3]);
    cql.nowMs += DAY_MS;
    expect([cql.rows(CHUNKS ?? ''), cql.rows(OBJECTS ?? '')]).toEqual([[], []]);
    await store.put('a', bytes('again'));
    expect(await read(store)).toBe('again');
  });

  test.each([
    ['a chunk is missing', 'row', 'chunk 1 of 3 is missing'],
    ['a chunk has another length', 'de', 'chunk 1 has 2 bytes, not 4'],
    ['a byte is another one', 'efgX', 'its SHA-256 is not that of the manifest'],
  ])('an object is damaged where %s, and its last chunk is not handed out', async (_what, stored, reason) => {
    const { store, cql } = world;
    const { version } = await store.put('a', bytes('abcdefghij'));
    cql.lose(CHUNKS ?? '', (row) => row.get('bucket') === 1);
    const insert = `INSERT INTO ${CHUNKS} (name, version, bucket, data) VALUES (?, ?, ?, ?)`;
    if (stored !== 'row') cql.run(insert, ['a', version, 1, Buffer.from(stored)]);
    const parts: string[] = [];
    const reading = (async () => {
      for await (const part of store.get('a')) parts.push(Buffer.from(part).toString());
    })();
    await expect(reading).rejects.toMatchObject({ code: 'OBJECT_DAMAGED', message: `Object a is damaged: ${reason}` });
    expect(parts).not.toContain('ij');
  });

  test('a read fails when the object is replaced after its first chunk was handed out, and begins anew before that', async () => {
    const { store, cql } = world;
    await store.put('a', bytes('old'.repeat(10)));
    const reading = store.get('a');
    await reading.next();
    await store.put('a', bytes('new'));
    const rest = (async () => {
      for await (const part of reading) expect(Buffer.from(part).toString()).not.toContain('new');
    })();
    await expect(rest).rejects.toSatisfy((error) => clientRecipesErrors.OBJECT_REPLACED.is(error));
    let isReplaced = false;
    const slow = open(cql, async (statement) => {
      if (!statement.startsWith('SELECT data') || isReplaced) return;
      isReplaced = true;
      await store.put('a', bytes('newer'));
    });
    expect(await read(slow.store)).toBe('newer');
  });

  test('a put whose data fails throws what it failed with, and leaves nothing', async () => {
    const { store, cql } = world;
    const failing = (async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield bytes('x'.repeat(100));
      throw new Error('disk');
    })();
    await expect(store.put('a', failing)).rejects.toThrow('disk');
    expect([await store.info('a'), leftovers(cql)]).toEqual([undefined, NONE]);
  });

  test('a put ends when its signal aborts, also while the data does not come, and leaves nothing', async () => {
    const { store, cql } = world;
    const abort = new AbortController();
    const hanging = (async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield bytes('x'.repeat(100));
      await new Promise<void>(() => abort.abort(new Error('enough')));
    })();
    await expect(store.put('a', hanging, { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect([await store.info('a'), leftovers(cql)]).toEqual([undefined, NONE]);
  });

  test('refuse chunks and TTLs that Cassandra does not take', async () => {
    const { store, cas, cql } = world;
    await expect(store.put('a', bytes('x'), { ttlSeconds: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const tooLarge = () =>
      createObjectStore(fakeCqlClient(cql), { keyspace: 'shop', conditional: cas.conditional, chunkBytes: 9 * 1024 * 1024 });
    expect(tooLarge).toThrow('chunkBytes is not a whole number');
  });
});

describe('whatever goes wrong', () => {
  test('readers see the whole object of one put, and a sweep leaves its chunks and nothing else', async () => {
    const aPut = fc.record({
      length: fc.integer({ min: 0, max: 60 }),
      killed: fc.option(fc.integer({ min: 0, max: 40 }), { nil: Infinity }),
      isRemoval: fc.nat(3).map((value) => value === 0),
      fates: fc.array(fc.constantFrom(...CAS_FATES), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aPut, { minLength: 1, maxLength: 6 }), fc.boolean(), async (puts, arrivesAfterSweep) => {
        const cql = await newCql();
        const reader = open(cql).store;
        /** What a reader may see: the last that was certain, or one that came after it and may have been applied. */
        let possible: readonly unknown[] = ['NOT_FOUND'];
        const arriving: FakeConditional[] = [];
        for (const [at, { length, killed, isRemoval, fates }] of puts.entries()) {
          const left = [...fates];
          const { store, cas } = open(cql, killedAt(killed), () => left.shift() ?? 'answered');
          const content = String(at).repeat(length);
          const change = isRemoval ? store.remove('a').then(() => 'NOT_FOUND') : store.put('a', inParts(content, 7)).then(() => content);
          const outcome = await change.catch(() => undefined);
          possible = outcome === undefined ? [...possible, isRemoval ? 'NOT_FOUND' : content] : [outcome];
          arriving.push(cas);
          expect(possible).toContain(await readOrCode(reader));
        }
        const arrive = (): void => arriving.forEach((cas) => cas.arrive());
        if (!arrivesAfterSweep) arrive();
        const seen = await readOrCode(reader);
        expect(['NOT_FOUND', ...puts.map(({ length }, at) => String(at).repeat(length))]).toContain(seen);
        cql.nowMs += 2 * DAY_MS;
        await reader.sweep();
        expect(await readOrCode(reader)).toEqual(seen);
        // A removal of the current object may still arrive. A put may not: it was given up.
        arrive();
        expect([seen, 'NOT_FOUND']).toContain(await readOrCode(reader));
        cql.nowMs += 2 * DAY_MS;
        await reader.sweep();
        expect(leftovers(cql)).toEqual(NONE);
        await expect(reader.sweep()).resolves.toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('of puts that run at the same time exactly one of those that saw the same object wins, and readers see one of them whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 2, max: 4 }),
        async (pauses, writers) => {
          const cql = await newCql();
          let turn = 0;
          const pause = async (): Promise<void> => {
            turn += 1;
            for (let left = pauses[turn % pauses.length] ?? 0; left > 0; left -= 1) await Promise.resolve();
          };
          const contents = Array.from({ length: writers }, (_, at) => String(at).repeat(5 + 3 * at));
          await open(cql).store.put('a', bytes('old old old'));
          const puts = Promise.allSettled(contents.map((content) => open(cql, pause).store.put('a', bytes(content))));
          const seen = [await readOrCode(open(cql, pause).store), await readOrCode(open(cql, pause).store)];
          const outcomes = await puts;
          const last = await read(open(cql).store);
          expect(contents).toContain(last);
          expect(seen.filter((each) => ![...contents, 'old old old', 'OBJECT_REPLACED'].includes(String(each)))).toEqual([]);
          expect(outcomes[contents.indexOf(last)]?.status).toBe('fulfilled');
          const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
          expect(errors.filter((code) => code !== 'OBJECT_CONFLICT')).toEqual([]);
          expect(leftovers(cql)).toEqual(NONE);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a put that a sweep has given up can no longer become current', async () => {
    const { cql } = world;
    let isSwept = false;
    const slow = open(cql, async (statement) => {
      if (!statement.startsWith('INSERT') || isSwept) return;
      isSwept = true;
      cql.nowMs += 2 * DAY_MS;
      expect(await world.store.sweep()).toBe(1);
    });
    await expect(slow.store.put('a', bytes('slow slow slow'))).rejects.toMatchObject({ code: 'OBJECT_CONFLICT' });
    expect([await world.store.info('a'), leftovers(cql)]).toEqual([undefined, NONE]);
  });

  test('a put that goes on while a sweep removes its chunks can no longer become current', async () => {
    const { cql } = world;
    const gate: { open?: () => void } = {};
    let conditionals = 0;
    const slow = open(cql, async (statement) => {
      if (statement !== 'IF') return;
      conditionals += 1;
      // The first one notes the version, the second one makes it current.
      if (conditionals === 2) await new Promise<void>((resolve) => (gate.open = resolve));
    });
    const put = slow.store.put('a', bytes('slow slow slow')).catch(codeOf);
    await expect.poll(() => gate.open).toBeDefined();
    const sweeping = open(cql, async (statement) => {
      if (!statement.startsWith('DELETE')) return;
      gate.open?.();
      await put;
    });
    expect(await sweeping.store.sweep({ olderThanMs: 0 })).toBe(1);
    expect(await put).toBe('OBJECT_CONFLICT');
    expect([await readOrCode(world.store), leftovers(cql)]).toEqual(['NOT_FOUND', NONE]);
  });

  test('a sweep leaves puts alone that began lately', async () => {
    const { cql, store } = world;
    const killed = open(cql, killedAt(4)).store;
    await expect(killed.put('a', bytes('killed'))).rejects.toThrow('killed');
    expect(await store.sweep()).toBe(0);
    expect(await store.sweep({ olderThanMs: 0 })).toBe(1);
    expect(leftovers(cql)).toEqual(NONE);
  });
});
