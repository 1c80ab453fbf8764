import { createHash } from 'node:crypto';
import { withDeadline } from '@ringside/core';
import type { RecipeClient, RecipeResult } from '../client.ts';
import { sendIdempotent, type Waiting } from '../send-idempotent.ts';

/** How many chunks are written, read or removed at a time. */
const AT_ONCE = 4;
/** So many chunks in a row that are all missing lie behind the last one: a put has fewer under way than that. */
const WINDOW = 4 * AT_ONCE;

/** One version of an object. */
export interface ObjectVersion {
  readonly name: string;
  /** A UUID. */
  readonly version: string;
}

/** What was written of a version. */
export interface WrittenChunks {
  readonly sizeBytes: number;
  readonly chunkCount: number;
  readonly sha256: Buffer;
}

/** The table of chunks. */
export class ChunkTable {
  readonly #client: RecipeClient;
  readonly #table: string;
  readonly #consistency: 'LOCAL_QUORUM' | 'QUORUM';

  constructor(client: RecipeClient, table: string, consistency: 'LOCAL_QUORUM' | 'QUORUM') {
    this.#client = client;
    this.#table = table;
    this.#consistency = consistency;
  }

  /**
   * Writes all chunks of a version, some at a time. When it throws, no write of it is under way any more that would be sent again.
   *
   * @param ttlSeconds after which each chunk expires; undefined for never
   */
  async write(
    object: ObjectVersion,
    chunks: AsyncIterator<Buffer>,
    ttlSeconds: number | undefined,
    waiting: Waiting,
  ): Promise<WrittenChunks> {
    const hash = createHash('sha256');
    const what = `Reading the data of object ${object.name}`;
    let [sizeBytes, chunkCount] = [0, 0];
    for (;;) {
      const some = await withDeadline({ signal: waiting.signal }, { what }, () => take(chunks, AT_ONCE));
      if (some.length === 0) return { sizeBytes, chunkCount, sha256: hash.digest() };
      for (const chunk of some) {
        hash.update(chunk);
        sizeBytes += chunk.length;
      }
      const first = chunkCount;
      await allDone(some.map((chunk, at) => this.#insert(object, first + at, chunk, ttlSeconds, waiting)));
      chunkCount += some.length;
    }
  }

  /** Chunks in order, each with its place, from 0; undefined for one that is not there. Some are read ahead. */
  async *read(
    object: ObjectVersion,
    count: number,
    waiting: Waiting,
  ): AsyncGenerator<readonly [number, Buffer | undefined], void, undefined> {
    for (let first = 0; first < count; first += AT_ONCE) {
      const places = placesFrom(first, Math.min(AT_ONCE, count - first));
      const some = await Promise.all(places.map((place) => this.#select('data', object, place, waiting)));
      for (const [at, { rows }] of some.entries()) yield [first + at, (rows[0]?.get('data') as Buffer | null | undefined) ?? undefined];
    }
  }

  /**
   * Removes all chunks of a version that nobody writes any more.
   *
   * @param count how many there are; undefined where that is not known, so that they are looked for
   */
  async remove(object: ObjectVersion, count: number | undefined, waiting: Waiting): Promise<void> {
    const isKnown = count !== undefined;
    const mostChunks = count ?? Infinity;
    for (let first = 0; first < mostChunks; first += WINDOW) {
      const places = placesFrom(first, Math.min(WINDOW, mostChunks - first));
      const found = isKnown ? [] : await Promise.all(places.map((place) => this.#select('bucket', object, place, waiting)));
      // Also those that were not found: a write that nobody waited for may still arrive, and is older than this.
      await allDone(places.map((place) => this.#delete(object, place, waiting)));
      if (!isKnown && found.every(({ rows }) => rows.length === 0)) return;
    }
  }

  async #insert(
    { name, version }: ObjectVersion,
    bucket: number,
    data: Buffer,
    ttlSeconds: number | undefined,
    waiting: Waiting,
  ): Promise<void> {
    const insert = `INSERT INTO ${this.#table} (name, version, bucket, data) VALUES (?, ?, ?, ?)`;
    const values = [name, version, bucket, data];
    const bound =
      ttlSeconds === undefined ? { statement: insert, values } : { statement: `${insert} USING TTL ?`, values: [...values, ttlSeconds] };
    await sendIdempotent(this.#client, { what: `Writing object ${name}`, consistency: this.#consistency, ...bound }, waiting);
  }

  async #select(column: 'data' | 'bucket', { name, version }: ObjectVersion, bucket: number, waiting: Waiting): Promise<RecipeResult> {
    const statement = `SELECT ${column} FROM ${this.#table} WHERE name = ? AND version = ? AND bucket = ?`;
    const asked = { what: `Reading object ${name}`, statement, values: [name, version, bucket], consistency: this.#consistency };
    return sendIdempotent(this.#client, asked, waiting);
  }

  async #delete({ name, version }: ObjectVersion, bucket: number, waiting: Waiting): Promise<void> {
    const statement = `DELETE FROM ${this.#table} WHERE name = ? AND version = ? AND bucket = ?`;
    const asked = { what: `Removing chunks of ${name}`, statement, values: [name, version, bucket], consistency: this.#consistency };
    await sendIdempotent(this.#client, asked, waiting);
  }
}

async function take<Item>(items: AsyncIterator<Item>, most: number): Promise<readonly Item[]> {
  const taken: Item[] = [];
  while (taken.length < most) {
    const next = await items.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

/** Waits for all of them, and then throws what the first of them failed with. */
async function allDone(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const placesFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => first + at);
