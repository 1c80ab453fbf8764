import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createJolokiaControl } from './control.ts';
import type * as Details from './parse/snapshot-details.ts';

/** What was done, how much of it, and in which turn of the event loop. */
interface Done {
  readonly work: 'condensed' | 'parsed' | 'read';
  readonly turn: number;
  readonly characters: number;
}

const log = vi.hoisted(() => ({ done: [] as Done[], turn: 0 }));

vi.mock('./parse/snapshot-details.ts', async (original) => {
  const real = await original<typeof Details>();
  const noting =
    <Args extends readonly string[], Result>(work: Done['work'], act: (...args: Args) => Result) =>
    (...args: Args): Result => {
      log.done.push({ work, turn: log.turn, characters: args.at(-1)?.length ?? 0 });
      return act(...args);
    };
  return {
    condenseDetails: noting('condensed', real.condenseDetails),
    parseSnapshotDetails: noting('read', real.parseSnapshotDetails),
  };
});

const COUNT = 10_000;
const CHUNK_BYTES = 65_536;
/** The end of a piece that is looked at again with the next one. */
const OVERLAP = 8_192;

const COLUMNS = ['Column family name', 'Creation time', 'Ephemeral', 'Expiration time', 'Keyspace name', 'Size on disk', 'Snapshot name'];
const TYPES = [...COLUMNS, 'True size']
  .map((name) => `(itemName=${name},itemType=javax.management.openmbean.SimpleType(name=java.lang.String))`)
  .join(',');
const ROW_TYPE = `javax.management.openmbean.CompositeType(name=SnapshotDetails,items=(${TYPES}))`;

/** One snapshot's table, as Java prints it. */
function printed(tag: string): string {
  const facts = `Column family name=t, Creation time=2026-11-23T00:42:49.511Z, Ephemeral=false, Expiration time=null, Keyspace name=ks, Size on disk=1 KiB`;
  const row = `[${tag}, ks, t]=javax.management.openmbean.CompositeDataSupport(compositeType=${ROW_TYPE},contents={${facts}, Snapshot name=${tag}, True size=1 KiB})`;
  return `javax.management.openmbean.TabularDataSupport(tabularType=(rowType=${ROW_TYPE}),contents={${row}})`;
}

/** An agent's answer, of which a piece comes in each turn of the event loop, as from a socket. */
function answerInPieces(): Response {
  const value = Object.fromEntries(Array.from({ length: COUNT }, (_, at) => [`tag${at}`, printed(`tag${at}`)]));
  const bytes = new TextEncoder().encode(JSON.stringify([{ status: 200, value }]));
  let at = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    await nextTurn();
    controller.enqueue(bytes.subarray(at, at + CHUNK_BYTES));
    at += CHUNK_BYTES;
    if (at >= bytes.length) controller.close();
  };
  return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
}

describe(`a list of ${COUNT} snapshots`, () => {
  let counting = true;
  const count = (): void => {
    log.turn += 1;
    if (counting) setImmediate(count);
  };
  beforeEach(() => {
    counting = true;
    log.done = [];
    count();
  });
  afterEach(() => {
    counting = false;
    vi.restoreAllMocks();
  });

  const turnsOf = (work: Done['work']): readonly number[] => log.done.filter((done) => done.work === work).map(({ turn }) => turn);

  test('is condensed a piece a turn, then parsed in a turn of its own, and read in another', async () => {
    const parse = JSON.parse;
    vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      log.done.push({ work: 'parsed', turn: log.turn, characters: text.length });
      return parse(text) as unknown;
    });
    const control = createJolokiaControl({
      url: 'http://127.0.0.1:1/jolokia/',
      secret: 'the-secret-of-this-node',
      timeoutMs: 600_000,
      fetch: async () => answerInPieces(),
    });
    const snapshots = await control.listSnapshots();
    expect(snapshots).toHaveLength(COUNT);

    const condensed = log.done.filter(({ work }) => work === 'condensed');
    expect(condensed.length).toBeGreaterThan(100);
    expect(Math.max(...condensed.map(({ characters }) => characters))).toBeLessThanOrEqual(CHUNK_BYTES + OVERLAP);
    // The last piece, and what was left of it.
    const inOneTurn = (turn: number): number => condensed.filter((done) => done.turn === turn).length;
    expect(Math.max(...condensed.map(({ turn }) => inOneTurn(turn)))).toBeLessThanOrEqual(2);

    const [parsed] = log.done.filter(({ work }) => work === 'parsed').toSorted((a, b) => b.characters - a.characters);
    const reads = turnsOf('read');
    expect(parsed?.turn).toBeGreaterThan(Math.max(...turnsOf('condensed')));
    expect(Math.min(...reads)).toBeGreaterThan(parsed?.turn ?? Number.NaN);
    // Each snapshot is read once, from its own text: the work grows with their number, and not with its square.
    expect(reads).toHaveLength(COUNT);
    const ownText = printed('tag10000').length;
    expect(Math.max(...log.done.filter(({ work }) => work === 'read').map(({ characters }) => characters))).toBeLessThan(ownText / 2);
  });
});
