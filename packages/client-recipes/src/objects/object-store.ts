import { createHash, randomUUID } from 'node:crypto';
import { type Clock, errors, systemClock, throwIfAborted } from '@ringside/core';
import type { RecipeClient } from '../client.ts';
import type { Conditional, SerialConsistency } from '../conditional.ts';
import { clientRecipesErrors } from '../errors.ts';
import type { Waiting } from '../send-idempotent.ts';
import { readAllRows, type ReadAllRowsOptions } from '../rows/read-all-rows.ts';
import { ChunkTable, type ObjectVersion } from './chunks.ts';
import { infoOf, MANIFEST, ManifestTable, type ObjectInfo } from './manifests.ts';
import { rechunk } from './rechunk.ts';
import { OBJECTS, objectTables } from './schema.ts';

/** How an object store works. */
export interface ObjectStoreOptions {
  /** The exact name of the keyspace. */
  readonly keyspace: string;
  /** The exact name of the table that {@link objectStoreSchema} was given. Default: `objects`. */
  readonly table?: string | undefined;
  /** Sends conditional writes. */
  readonly conditional: Conditional;
  /** The size of each chunk but the last, in bytes, at most 8 MiB. Default: 256 KiB. */
  readonly chunkBytes?: number | undefined;
  /** For chunks, and for the commit of manifests. `QUORUM` where one datacenter reads what another one writes. Default: LOCAL_QUORUM. */
  readonly consistency?: 'LOCAL_QUORUM' | 'QUORUM' | undefined;
  /** For manifests. Default: SERIAL. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Measures time-outs, and dates objects. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** What ends a call. */
export interface ObjectCallOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** How an object is put. */
export interface PutOptions extends ObjectCallOptions {
  /** After how many seconds the object expires. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/** What a sweep removes. */
export interface SweepOptions extends ObjectCallOptions {
  /** Puts that began longer ago are considered dead, and fail if they are not. Default: two days. */
  readonly olderThanMs?: number | undefined;
}

/** Named objects of any size. */
export interface ObjectStore {
  /**
   * Writes an object. Readers see it when all of it is there; until then they see what was there before. Of several that put the same name at the same time, one wins.
   *
   * What fails or is killed leaves nothing that a reader can see. What it leaves of chunks is removed at once where that is possible, else by {@link ObjectStore.sweep}.
   *
   * @param name the object's name
   * @param data all bytes at once, or pieces of any size in their order
   * @returns what it has become
   * @throws OpsError OBJECT_CONFLICT when another writer was first; INVALID_ARGUMENT; OPERATION_TIMED_OUT after a day; what the data, the driver or the
   *   conditional write fails with. If the conditional write failed, the object may be there all the same: `info()` tells
   */
  put(name: string, data: AsyncIterable<Uint8Array> | Uint8Array, options?: PutOptions): Promise<ObjectInfo>;
  /**
   * Reads an object. The last chunk is handed out only after the size and the SHA-256 of all of them have proved right.
   *
   * @param name the object's name
   * @throws OpsError NOT_FOUND; OBJECT_REPLACED when another writer replaced or removed it during the read; OBJECT_DAMAGED; what the driver fails with. All of them
   *   when a chunk is asked for
   */
  get(name: string, options?: ObjectCallOptions): AsyncGenerator<Uint8Array, void, undefined>;
  /**
   * What the manifest says; undefined where there is no such object.
   *
   * @param name the object's name
   */
  info(name: string, options?: ObjectCallOptions): Promise<ObjectInfo | undefined>;
  /**
   * Removes an object.
   *
   * @param name the object's name
   * @returns false where there was none
   * @throws OpsError OBJECT_CONFLICT when another writer was first
   */
  remove(name: string, options?: ObjectCallOptions): Promise<boolean>;
  /** Every object, in no order. It reads the whole table of manifests. */
  list(options?: ObjectCallOptions): AsyncGenerator<ObjectInfo, void, undefined>;
  /**
   * Removes chunks that puts and removals left behind when they were killed. It reads the whole table of manifests: run it once a day, from one place.
   *
   * @returns of how many versions it removed chunks
   */
  sweep(options?: SweepOptions): Promise<number>;
}

const DAY_SECONDS = 86_400;
/** Of a put, so that chunks with a TTL outlive their manifest. */
const PUT_LIMIT_MS = DAY_SECONDS * 1_000;
const SWEEP_AFTER_MS = 2 * PUT_LIMIT_MS;
/** 20 years (`ExpirationDateOverflowHandling`, `Attributes.MAX_TTL`), less the day that chunks live longer. */
const LONGEST_TTL_SECONDS = 630_720_000 - DAY_SECONDS;
const LARGEST_CHUNK_BYTES = 8 * 1024 * 1024;
/** How often a read begins anew that has handed out nothing yet. */
const READ_ATTEMPTS = 3;

/**
 * Makes an object store on tables that {@link objectStoreSchema} describes, after Astyanax' chunked object store.
 *
 * A put notes its new version in the object's partition, writes the chunks, each a partition of its own, and then makes the version current with one conditional
 * batch, which also turns the note into one of the version that it replaced. So at every moment each version that may have chunks is either current or noted, and
 * nothing depends on a put or a removal being finished: {@link ObjectStore.sweep} removes what is noted.
 *
 * @throws OpsError INVALID_ARGUMENT for what is not a name, or a chunk size out of bounds
 *
 * @example
 * ```ts
 * const store = createObjectStore(client, { keyspace: 'shop', conditional: (write) => compareAndSet(client, write) });
 * await store.put('catalogue.pdf', createReadStream('catalogue.pdf'));
 * await pipeline(store.get('catalogue.pdf'), createWriteStream('copy.pdf'));
 * ```
 */
export function createObjectStore(client: RecipeClient, options: ObjectStoreOptions): ObjectStore {
  const { chunkBytes = 256 * 1024 } = options;
  checkWhole('chunkBytes', chunkBytes, LARGEST_CHUNK_BYTES);
  return new CassandraObjectStore(client, { ...options, chunkBytes });
}

class CassandraObjectStore implements ObjectStore {
  readonly #client: RecipeClient;
  readonly #scanned: Pick<ReadAllRowsOptions, 'keyspace' | 'table' | 'pieces' | 'clock'>;
  readonly #clock: Clock;
  readonly #chunkBytes: number;
  readonly #chunks: ChunkTable;
  readonly #manifests: ManifestTable;

  constructor(client: RecipeClient, options: ObjectStoreOptions & { readonly chunkBytes: number }) {
    const { keyspace, table = OBJECTS, conditional, consistency = 'LOCAL_QUORUM', serialConsistency = 'SERIAL' } = options;
    const { objects, chunks } = objectTables(keyspace, table);
    this.#client = client;
    this.#clock = options.clock ?? systemClock;
    // Manifests are small: the ranges of the ring need not be split.
    this.#scanned = { keyspace, table, pieces: 1, clock: this.#clock };
    this.#chunkBytes = options.chunkBytes;
    this.#chunks = new ChunkTable(client, chunks, consistency);
    this.#manifests = new ManifestTable(client, objects, conditional, { serialConsistency, consistency });
  }

  async put(name: string, data: AsyncIterable<Uint8Array> | Uint8Array, { ttlSeconds, signal }: PutOptions = {}): Promise<ObjectInfo> {
    if (ttlSeconds !== undefined) checkWhole('ttlSeconds', ttlSeconds, LONGEST_TTL_SECONDS);
    const begunMs = this.#clock.monotonicMs();
    const object = { name, version: randomUUID() };
    const old = await this.#manifests.read(name, this.#waiting(signal));
    throwIfAborted(signal, `Writing object ${name}`);
    await this.#manifests.stage(object, this.#now());
    const written = await this.#write(object, data, ttlSeconds, signal);
    const writtenAt = this.#now();
    const flip = { ...object, ...written, old, ttlSeconds, writtenAt, chunkBytes: this.#chunkBytes };
    const tookMs = this.#clock.monotonicMs() - begunMs;
    if (tookMs > PUT_LIMIT_MS || !(await this.#manifests.flip(flip))) {
      await this.#discard(object, written.chunkCount).catch(() => undefined);
      throw tookMs > PUT_LIMIT_MS ? tooSlow(name) : conflict(name);
    }
    // What it replaced is noted: a sweep removes what is not removed here.
    if (old !== undefined) await this.#discard(old, old.chunkCount).catch(() => undefined);
    return { ...object, writtenAt, ...written, chunkBytes: this.#chunkBytes, sha256: written.sha256.toString('hex') };
  }

  async *get(name: string, { signal }: ObjectCallOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    for (let attempt = 1; ; attempt += 1) {
      let isBegun = false;
      try {
        for await (const chunk of this.#read(name, this.#waiting(signal))) {
          isBegun = true;
          yield chunk;
        }
        return;
      } catch (error) {
        if (isBegun || attempt >= READ_ATTEMPTS || !clientRecipesErrors.OBJECT_REPLACED.is(error)) throw error;
      }
    }
  }

  async info(name: string, { signal }: ObjectCallOptions = {}): Promise<ObjectInfo | undefined> {
    return this.#manifests.read(name, this.#waiting(signal));
  }

  async remove(name: string, { signal }: ObjectCallOptions = {}): Promise<boolean> {
    const old = await this.#manifests.read(name, this.#waiting(signal));
    if (old === undefined) return false;
    throwIfAborted(signal, `Removing object ${name}`);
    if (!(await this.#manifests.remove(old, this.#now()))) throw conflict(name);
    await this.#discard(old, old.chunkCount).catch(() => undefined);
    return true;
  }

  async *list({ signal }: ObjectCallOptions = {}): AsyncGenerator<ObjectInfo, void, undefined> {
    for await (const { rows } of readAllRows(this.#client, { ...this.#scanned, signal }))
      for (const row of rows) {
        const info = String(row.get('version')) === MANIFEST ? infoOf(row) : undefined;
        if (info !== undefined) yield info;
      }
  }

  async sweep({ olderThanMs = SWEEP_AFTER_MS, signal }: SweepOptions = {}): Promise<number> {
    const columns = ['name', 'version', 'state', 'since', 'chunk_count'];
    const untilMs = this.#clock.nowMs() - olderThanMs;
    let swept = 0;
    for await (const { rows } of readAllRows(this.#client, { ...this.#scanned, columns, signal })) {
      for (const row of rows) {
        const object = { name: String(row.get('name')), version: String(row.get('version')) };
        const since = row.get('since') as Date | null;
        if (object.version === MANIFEST || (since?.getTime() ?? 0) > untilMs) continue;
        throwIfAborted(signal, 'Sweeping');
        if (row.get('state') === 'staged' && !(await this.#manifests.abandon(object))) continue;
        await this.#discard(object, (row.get('chunk_count') as number | null) ?? undefined);
        swept += 1;
      }
    }
    return swept;
  }

  /** What was written of a put that fails is removed before it throws, if that is possible. */
  async #write(object: ObjectVersion, data: AsyncIterable<Uint8Array> | Uint8Array, ttlSeconds: number | undefined, signal?: AbortSignal) {
    const chunks = rechunk(data instanceof Uint8Array ? [data] : data, this.#chunkBytes);
    const keptSeconds = ttlSeconds === undefined ? undefined : ttlSeconds + DAY_SECONDS;
    try {
      return await this.#chunks.write(object, chunks, keptSeconds, this.#waiting(signal));
    } catch (error) {
      // Not awaited: it waits for the data, which may never come.
      chunks.return().catch(() => undefined);
      await this.#discard(object, undefined).catch(() => undefined);
      throw error;
    }
  }

  async *#read(name: string, waiting: Waiting): AsyncGenerator<Uint8Array, void, undefined> {
    const info = await this.#manifests.read(name, waiting);
    if (info === undefined) throw errors.NOT_FOUND({ message: `Object ${name} does not exist` });
    const { sizeBytes, chunkBytes, chunkCount, sha256 } = info;
    const hash = createHash('sha256');
    const checkHash = (): void => {
      if (hash.digest('hex') !== sha256) throw damaged(name, 'its SHA-256 is not that of the manifest');
    };
    for await (const [at, chunk] of this.#chunks.read(info, chunkCount, waiting)) {
      if (chunk === undefined) throw await this.#missing(info, at, waiting);
      const expectedBytes = Math.min(chunkBytes, sizeBytes - at * chunkBytes);
      if (chunk.length !== expectedBytes) throw damaged(name, `chunk ${at} has ${chunk.length} bytes, not ${expectedBytes}`);
      hash.update(chunk);
      if (at === chunkCount - 1) checkHash();
      yield chunk;
    }
    if (chunkCount === 0) checkHash();
  }

  /** Chunks are removed only of a version that is not current any more. */
  async #missing({ name, version, chunkCount }: ObjectInfo, at: number, waiting: Waiting): Promise<Error> {
    const now = await this.#manifests.read(name, waiting);
    if (now?.version === version) return damaged(name, `chunk ${at} of ${chunkCount} is missing`);
    return clientRecipesErrors.OBJECT_REPLACED({ message: `Object ${name} was replaced or removed while it was read` });
  }

  /** Removes a version that is noted and not current. It goes on when the caller is gone: every wait of it is bounded. */
  async #discard({ name, version }: ObjectVersion, chunkCount: number | undefined): Promise<void> {
    await this.#chunks.remove({ name, version }, chunkCount, this.#waiting(undefined));
    await this.#manifests.forget({ name, version });
  }

  #waiting(signal: AbortSignal | undefined): Waiting {
    return { clock: this.#clock, signal };
  }

  #now(): Date {
    return new Date(this.#clock.nowMs());
  }
}

function checkWhole(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw errors.INVALID_ARGUMENT({ message: `${name} is not a whole number from 1 to ${most}: ${value}` });
}

function conflict(name: string): Error {
  return clientRecipesErrors.OBJECT_CONFLICT({ message: `Object ${name} was changed by another writer at the same time` });
}

function damaged(name: string, reason: string): Error {
  return clientRecipesErrors.OBJECT_DAMAGED({ message: `Object ${name} is damaged: ${reason}` });
}

function tooSlow(name: string): Error {
  return errors.OPERATION_TIMED_OUT({ message: `Writing object ${name} took longer than a day`, remedy: 'Write it in less time.' });
}
