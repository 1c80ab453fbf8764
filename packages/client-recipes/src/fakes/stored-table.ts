import { checkType, compareValues, decoded, invalid } from './fake-types.ts';

interface Cell {
  readonly value: unknown;
  readonly untilMs: number;
  readonly micros: number;
}

interface StoredRow {
  readonly keys: readonly unknown[];
  readonly cells: Map<string, Cell>;
  deletedMicros: number;
}

/** A deletion of all rows that have some values in the first columns of the primary key. */
interface Deletion {
  readonly prefix: readonly unknown[];
  readonly micros: number;
}

/** A change of one row. */
export interface RowChange {
  readonly kind: 'insert' | 'update' | 'delete';
  /** Its columns, those of the primary key included; a deletion may have only the first ones of the key, those of the partition key included. */
  readonly cells: ReadonlyMap<string, unknown>;
  readonly ttlSeconds: number | undefined;
}

/** The cells of a row by their columns, those of the primary key included. */
export type Cells = Readonly<Record<string, unknown>>;

/** What an INSERT writes beside its columns, so that a row can be there without any. */
const MARKER = '';

const TABLE = /^CREATE TABLE IF NOT EXISTS (\S+) \((.*), PRIMARY KEY \((.*)\)\)(?: WITH (.*))?$/;

/** A table as one node stores it: of two writes of a cell the one with the greater timestamp counts, and of two with the same the greater value. */
export class StoredTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
  readonly partitionKey: readonly string[];
  readonly primaryKey: readonly string[];
  readonly #ttlSeconds: number | undefined;
  readonly #rows = new Map<string, StoredRow>();
  readonly #deletions: Deletion[] = [];

  /** @param statement its `CREATE TABLE IF NOT EXISTS` */
  constructor(statement: string) {
    const [, name, body = '', keys = '', options = ''] = TABLE.exec(statement) ?? [];
    if (name === undefined) throw invalid(`Cannot parse ${statement}`);
    this.name = name;
    this.columns = new Map(body.split(', ').map((each) => each.split(' ') as [string, string]));
    this.partitionKey = (/^\((.*?)\)/.exec(keys)?.[1] ?? keys.split(', ')[0] ?? '').split(', ');
    this.primaryKey = keys.replaceAll(/[()]/g, '').split(', ');
    this.#ttlSeconds = Number(/default_time_to_live = (\d+)/.exec(options)?.[1] ?? Infinity);
  }

  /** Makes a change, unless what is there is newer. */
  apply({ kind, cells, ttlSeconds = this.#ttlSeconds }: RowChange, micros: number, nowMs: number): void {
    if (kind === 'delete' && cells.size < this.primaryKey.length)
      return void this.#deletions.push({ prefix: this.#prefixOf(cells), micros });
    const row = this.#rowOf(cells);
    if (kind === 'delete') return void (row.deletedMicros = Math.max(row.deletedMicros, micros));
    const untilMs = nowMs + Number(ttlSeconds) * 1_000;
    const written = [...cells].filter(([column]) => !this.primaryKey.includes(column));
    if (kind === 'insert') written.push([MARKER, true]);
    for (const [column, value] of written) {
      const old = row.cells.get(column);
      if (old === undefined || compareCells({ value, micros }, old) >= 0) row.cells.set(column, { value, untilMs, micros });
    }
  }

  /** Forgets a row, as a disk may lose it. */
  lose(cells: Cells): void {
    this.#rows.delete(this.#idOf(new Map(Object.entries(cells))));
  }

  /** The row of a whole primary key, if one of its cells is alive. */
  find(keys: ReadonlyMap<string, unknown>, nowMs: number): Cells | undefined {
    const row = this.#rows.get(this.#idOf(keys));
    return row && this.#liveCells(row, nowMs);
  }

  /** The rows that have these values in the first columns of the primary key, in the order of the others. */
  select(keys: ReadonlyMap<string, unknown>, nowMs: number): readonly Cells[] {
    const prefix = this.#prefixOf(keys);
    return this.#alive((row) => beginsWith(row.keys, prefix), nowMs);
  }

  /** All rows that are alive, sorted by their keys. */
  all(nowMs: number): readonly Cells[] {
    return this.#alive(() => true, nowMs);
  }

  /** Sorts rows by their keys. */
  compare(a: Cells, b: Cells): number {
    for (const column of this.primaryKey) {
      const order = compareValues(a[column], b[column]);
      if (order !== 0) return order;
    }
    return 0;
  }

  /** The write timestamps of the cells of each row that is alive, in microseconds since 1970. */
  writeTimes(nowMs: number): readonly (readonly number[])[] {
    const live = [...this.#rows.values()].filter((row) => this.#liveCells(row, nowMs) !== undefined);
    return live.map(({ cells }) => Array.from(cells.values(), ({ micros }) => micros));
  }

  /** The write timestamp of a cell, in microseconds since 1970; null where there is none. */
  writeTime(row: Cells, column: string): number | null {
    return row[column] === undefined ? null : (this.#rows.get(this.#idOf(new Map(Object.entries(row))))?.cells.get(column)?.micros ?? null);
  }

  /** Some cells of a row as the driver returns them. */
  decode(row: Cells, columns: readonly string[] = [...this.columns.keys()]): Cells {
    return Object.fromEntries(columns.map((column) => [column, decoded(this.columns.get(column), row[column])]));
  }

  #alive(isWanted: (row: StoredRow) => boolean, nowMs: number): readonly Cells[] {
    const found = [...this.#rows.values()].filter(isWanted).map((row) => this.#liveCells(row, nowMs));
    return found.filter((cells) => cells !== undefined).toSorted((a, b) => this.compare(a, b));
  }

  #liveCells({ keys, cells, ...row }: StoredRow, nowMs: number): Cells | undefined {
    const covering = this.#deletions.filter(({ prefix }) => beginsWith(keys, prefix)).map(({ micros }) => micros);
    const deletedMicros = Math.max(row.deletedMicros, ...covering);
    const isLive = ({ value, untilMs, micros }: Cell): boolean => untilMs > nowMs && micros > deletedMicros && value !== null;
    const live = [...cells].filter(([, cell]) => isLive(cell));
    if (live.length === 0) return undefined;
    const values = live.filter(([column]) => column !== MARKER).map(([column, { value }]) => [column, value] as const);
    return Object.fromEntries([...this.primaryKey.map((column, at) => [column, keys[at]] as const), ...values]);
  }

  /** Values of the first columns of the primary key, in their order. */
  #prefixOf(given: ReadonlyMap<string, unknown>): readonly unknown[] {
    const named = this.primaryKey.slice(0, given.size);
    if (given.size < this.partitionKey.length || !named.every((column) => given.has(column)))
      throw invalid(`${[...given.keys()].join(', ')} are not the first columns of the primary key of ${this.name}`);
    for (const [column, value] of given) checkType(column, this.columns.get(column), value);
    return named.map((column) => given.get(column));
  }

  #rowOf(cells: ReadonlyMap<string, unknown>): StoredRow {
    for (const [column, value] of cells) checkType(column, this.columns.get(column), value);
    const id = this.#idOf(cells);
    const keys = this.primaryKey.map((column) => cells.get(column));
    if (keys.some((key) => key === null || key === undefined)) throw invalid(`Some primary key parts are missing for ${this.name}`);
    const row = this.#rows.get(id) ?? { keys, cells: new Map<string, Cell>(), deletedMicros: -Infinity };
    this.#rows.set(id, row);
    return row;
  }

  #idOf(cells: ReadonlyMap<string, unknown>): string {
    return JSON.stringify(this.primaryKey.map((column) => cells.get(column)));
  }
}

function beginsWith(keys: readonly unknown[], prefix: readonly unknown[]): boolean {
  return JSON.stringify(keys.slice(0, prefix.length)) === JSON.stringify(prefix);
}

function compareCells(a: Omit<Cell, 'untilMs'>, b: Cell): number {
  if (a.micros !== b.micros) return a.micros - b.micros;
  return Buffer.compare(Buffer.from(JSON.stringify(a.value ?? null)), Buffer.from(JSON.stringify(b.value ?? null)));
}
