import { cellText } from '../cells.ts';
import type { BoundStatement, RecipeClient, RecipeRow } from '../client.ts';
import { type Conditional, type ConditionalWrite, decideWrite } from '../conditional.ts';
import { loggedBatch } from '../logged-batch.ts';
import { sendIdempotent, type Waiting } from '../send-idempotent.ts';
import type { ObjectVersion, WrittenChunks } from './chunks.ts';

/** The version of the row that is the manifest. */
export const MANIFEST = '00000000-0000-0000-0000-000000000000';

/** An object as its manifest has it. */
export interface ObjectInfo {
  /** Its name. */
  readonly name: string;
  /** A UUID, which each put makes anew. */
  readonly version: string;
  /** When it was put, by the clock of the program that did. */
  readonly writtenAt: Date;
  /** Its size in bytes. */
  readonly sizeBytes: number;
  /** The size in bytes of each chunk but the last. */
  readonly chunkBytes: number;
  /** How many chunks it has. */
  readonly chunkCount: number;
  /** The SHA-256 of all its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A version that becomes the current one. */
export interface Flip extends ObjectVersion, WrittenChunks {
  readonly writtenAt: Date;
  readonly chunkBytes: number;
  /** What must be current, and is replaced; undefined for nothing. */
  readonly old: ObjectInfo | undefined;
  readonly ttlSeconds: number | undefined;
}

/** The level at which a version is decided, and that of its commit, at which objects are listed. */
export type ManifestLevels = Required<Pick<ConditionalWrite, 'serialConsistency' | 'consistency'>>;

/** The table that says which version of each object is current. All writes are conditional, and each changes one partition. */
export class ManifestTable {
  readonly #client: RecipeClient;
  readonly #table: string;
  readonly #conditional: Conditional;
  readonly #levels: ManifestLevels;

  constructor(client: RecipeClient, table: string, conditional: Conditional, levels: ManifestLevels) {
    this.#client = client;
    this.#table = table;
    this.#conditional = conditional;
    this.#levels = levels;
  }

  /** Reads the manifest at the serial level, so that a put is seen by every read that begins after it. */
  async read(name: string, waiting: Waiting): Promise<ObjectInfo | undefined> {
    const asked = { what: `Reading the manifest of ${name}`, consistency: this.#levels.serialConsistency, ...this.#select(name, MANIFEST) };
    const [row] = (await sendIdempotent(this.#client, asked, waiting)).rows;
    return infoOf(row);
  }

  /** Notes that chunks of a version are about to be written. */
  async stage({ name, version }: ObjectVersion, since: Date): Promise<void> {
    const statement = `INSERT INTO ${this.#table} (name, version, state, since) VALUES (?, ?, 'staged', ?) IF NOT EXISTS`;
    const isOurs = (row: RecipeRow | undefined): boolean => row !== undefined;
    await this.#decide({ name, version }, { statement, values: [name, version, since] }, isOurs, (row) => row === undefined);
  }

  /**
   * Makes a staged version the current one, if what was current still is and nobody has given the staged version up. What was current is noted as replaced.
   *
   * @returns false where another writer or a sweep was first
   */
  async flip(flip: Flip): Promise<boolean> {
    const { name, version, old } = flip;
    const isOurs = (row: RecipeRow | undefined): boolean => currentOf(row) === version;
    const isUnchanged = (row: RecipeRow | undefined): boolean => currentOf(row) === old?.version;
    return this.#decide({ name, version: MANIFEST }, this.#flipping(flip), isOurs, isUnchanged);
  }

  /** @returns false where another version is current by now */
  async remove({ name, version, chunkCount }: ObjectInfo, since: Date): Promise<boolean> {
    const batch = loggedBatch([
      { statement: `DELETE FROM ${this.#table} WHERE name = ? AND version = ? IF current = ?`, values: [name, MANIFEST, version] },
      this.#replaced({ name, version, chunkCount }, since),
    ]);
    const isUnchanged = (row: RecipeRow | undefined): boolean => currentOf(row) === version;
    return this.#decide({ name, version: MANIFEST }, batch, (row) => currentOf(row) === undefined, isUnchanged);
  }

  /** Gives a staged version up, so that it can never become current. @returns false where it is not staged any more */
  async abandon({ name, version }: ObjectVersion): Promise<boolean> {
    const statement = `UPDATE ${this.#table} SET state = 'abandoned' WHERE name = ? AND version = ? IF state = 'staged'`;
    const isOurs = (row: RecipeRow | undefined): boolean => row?.get('state') === 'abandoned';
    return this.#decide({ name, version }, { statement, values: [name, version] }, isOurs, (row) => row?.get('state') === 'staged');
  }

  /** Forgets a version that is not current, and of which no chunk is left. */
  async forget({ name, version }: ObjectVersion): Promise<void> {
    const statement = `DELETE FROM ${this.#table} WHERE name = ? AND version = ? IF EXISTS`;
    const isOurs = (row: RecipeRow | undefined): boolean => row === undefined;
    await this.#decide({ name, version }, { statement, values: [name, version] }, isOurs, (row) => row !== undefined);
  }

  #flipping(flip: Flip): BoundStatement {
    const { name, version, old, ttlSeconds, writtenAt, sizeBytes, chunkBytes, chunkCount, sha256 } = flip;
    const set = 'current = ?, since = ?, size_bytes = ?, chunk_bytes = ?, chunk_count = ?, sha256 = ?';
    const values = [version, writtenAt, String(sizeBytes), chunkBytes, chunkCount, sha256, name, MANIFEST];
    const manifest = {
      statement: `UPDATE ${this.#table} ${ttlSeconds === undefined ? '' : 'USING TTL ? '}SET ${set} WHERE name = ? AND version = ? IF current = ${old === undefined ? 'null' : '?'}`,
      values: [...(ttlSeconds === undefined ? [] : [ttlSeconds]), ...values, ...(old === undefined ? [] : [old.version])],
    };
    const staged = { statement: `DELETE FROM ${this.#table} WHERE name = ? AND version = ? IF state = 'staged'`, values: [name, version] };
    return loggedBatch([manifest, staged, ...(old === undefined ? [] : [this.#replaced(old, writtenAt)])]);
  }

  #replaced({ name, version, chunkCount }: ObjectVersion & { readonly chunkCount: number }, since: Date): BoundStatement {
    const statement = `INSERT INTO ${this.#table} (name, version, state, since, chunk_count) VALUES (?, ?, 'replaced', ?, ?)`;
    return { statement, values: [name, version, since, chunkCount] };
  }

  #select(name: string, version: string): BoundStatement {
    return { statement: `SELECT * FROM ${this.#table} WHERE name = ? AND version = ?`, values: [name, version] };
  }

  async #decide(
    { name, version }: ObjectVersion,
    write: BoundStatement,
    isOurs: (row: RecipeRow | undefined) => boolean,
    isUnchanged: (row: RecipeRow | undefined) => boolean,
  ): Promise<boolean> {
    const asked = { write, read: this.#select(name, version), isOurs, ...this.#levels };
    return (await decideWrite(this.#conditional, asked, isUnchanged)).applied;
  }
}

/** What a manifest says; undefined for a row that is none, or whose object was removed or has expired. */
export function infoOf(row: RecipeRow | undefined): ObjectInfo | undefined {
  const version = currentOf(row);
  if (row === undefined || version === undefined) return undefined;
  return {
    name: String(row.get('name')),
    version,
    writtenAt: row.get('since') as Date,
    sizeBytes: Number(String(row.get('size_bytes'))),
    chunkBytes: Number(row.get('chunk_bytes')),
    chunkCount: Number(row.get('chunk_count')),
    sha256: (row.get('sha256') as Buffer).toString('hex'),
  };
}

const currentOf = (row: RecipeRow | undefined): string | undefined => cellText(row, 'current');
