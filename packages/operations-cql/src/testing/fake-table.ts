import { isTimeUuid, timeOfUuid } from '@ringside/operations';
import type { CqlRow } from '../cql.ts';
import { driverError } from './driver-error.ts';
import type { Comparison, Parsed } from './fake-statements.ts';

type Columns = Record<string, unknown>;

interface Partition {
  statics: Columns;
  readonly rows: Map<string, { columns: Columns; isInserted: boolean }>;
}

/** One table of the fake, with what its `CREATE TABLE` says of keys, static columns and order. */
export class FakeTable {
  readonly #partitionKey: string;
  readonly #clusteringKey: string | undefined;
  /** Columns that came later. */
  readonly added: Set<string> = new Set();
  readonly #statics: Set<string>;
  readonly #isNewestFirst: boolean;
  readonly #partitions = new Map<string, Partition>();

  constructor(definition: string) {
    const [, partitionKey, clusteringKey] = /PRIMARY KEY \((\w+), (\w+)\)/.exec(definition) ?? [
      undefined,
      /(\w+) \w+ PRIMARY KEY/.exec(definition)?.[1],
    ];
    this.#partitionKey = String(partitionKey);
    this.#clusteringKey = clusteringKey;
    this.#statics = new Set([...definition.matchAll(/(\w+) \S+ STATIC/g)].map(([, column]) => String(column)));
    this.#isNewestFirst = / DESC\)/.test(definition);
  }

  /** Adds a static column, once. */
  add(column: string): void {
    if (this.added.has(column)) throw driverError(0x22_00, `Column with name '${column}' already exists`);
    this.added.add(column);
    this.#statics.add(column);
  }

  /** The first condition's columns where one does not hold; undefined where all do. */
  refuse({ where, conditions }: Parsed): CqlRow | undefined {
    const partition = this.#partitions.get(this.#keyOf(where));
    const row = partition?.rows.get(this.#clusteringOf(where))?.columns;
    const found = (column: string): unknown => (this.#statics.has(column) ? partition?.statics : row)?.[column] ?? null;
    if (conditions.every((condition) => compares(found(condition.column), condition))) return undefined;
    return Object.fromEntries(conditions.map(({ column }) => [column, found(column)]));
  }

  /** Makes a write. */
  apply({ kind, set, where }: Parsed): void {
    if (kind === 'INSERT') return this.#set(set, String(set[this.#partitionKey]), textOf(set[this.#clusteringKey ?? '']), true);
    const key = this.#keyOf(where);
    if (kind === 'DELETE' && Object.keys(set).length === 0) return void this.#partitions.delete(key);
    return this.#set(set, key, this.#clusteringOf(where), false);
  }

  /** The rows that a `SELECT` gives. */
  select({ where, limit }: Parsed): readonly CqlRow[] {
    const key = this.#keyOf(where);
    const { statics = {}, rows = new Map() } = this.#partitions.get(key) ?? {};
    const all = [...rows].map(([clustering, { columns }]): CqlRow => this.#row(key, clustering, { ...statics, ...columns }));
    const others = where.filter(({ column }) => column !== this.#partitionKey);
    const found = all.filter((row) => others.every((each) => compares(row[each.column], each))).toSorted((a, b) => this.#order(a, b));
    const hasStatics = Object.values(statics).some((value) => value !== null);
    return all.length === 0 && hasStatics && others.length === 0 ? [this.#row(key, null, statics)] : found.slice(0, limit);
  }

  #row(key: string, clustering: string | null, columns: Columns): CqlRow {
    const nulls = Object.fromEntries([...this.#statics].map((column) => [column, null]));
    const clusteringKey = this.#clusteringKey === undefined ? {} : { [this.#clusteringKey]: clustering };
    return { ...nulls, ...columns, [this.#partitionKey]: key, ...clusteringKey };
  }

  #set(set: Readonly<Columns>, key: string, clustering: string, isInserted: boolean): void {
    const partition = this.#partitions.get(key) ?? { statics: {}, rows: new Map() };
    this.#partitions.set(key, partition);
    const isStatic = ([column]: readonly [string, unknown]): boolean => this.#statics.has(column);
    partition.statics = { ...partition.statics, ...Object.fromEntries(Object.entries(set).filter(isStatic)) };
    const regular = Object.entries(set).filter((entry) => !isStatic(entry));
    if (regular.length === 0) return;
    const before = partition.rows.get(clustering);
    const columns = { ...before?.columns, ...Object.fromEntries(regular) };
    const remains = isInserted || before?.isInserted === true;
    if (remains || Object.values(columns).some((value) => value !== null)) partition.rows.set(clustering, { columns, isInserted: remains });
    else partition.rows.delete(clustering);
  }

  #keyOf(where: readonly Comparison[]): string {
    return String(where.find(({ column }) => column === this.#partitionKey)?.value);
  }

  #clusteringOf(where: readonly Comparison[]): string {
    return textOf(where.find(({ column }) => column === this.#clusteringKey)?.value);
  }

  #order(a: CqlRow, b: CqlRow): number {
    const ascending = compare(String(a[this.#clusteringKey ?? '']), String(b[this.#clusteringKey ?? '']));
    return this.#isNewestFirst ? -ascending : ascending;
  }
}

function compares(found: unknown, { operator, value }: Comparison): boolean {
  if (operator === '<') return compare(String(found), String(value)) < 0;
  const isSame = (found instanceof Date ? found.getTime() : (found ?? null)) === (value instanceof Date ? value.getTime() : value);
  return operator === '!=' ? !isSame : isSame;
}

/** Time-based UUIDs by their time, all else as text. */
function compare(a: string, b: string): number {
  const byTime = isTimeUuid(a) && isTimeUuid(b) ? timeOfUuid(a) - timeOfUuid(b) : 0;
  return byTime === 0 ? Number(a > b) - Number(a < b) : byTime;
}

/** A key as text; nothing where there is none. */
function textOf(value: unknown): string {
  return (value as { toString(): string } | null | undefined)?.toString() ?? '';
}
