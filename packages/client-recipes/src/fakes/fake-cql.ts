import { murmur3Token } from '@ringside/ring';
import type { RecipeClient, RecipeResult, RecipeRow, StatementOptions } from '../client.ts';
import { fakeRow } from './fake-row.ts';
import { invalid } from './fake-types.ts';
import { type Cells, type RowChange, StoredTable } from './stored-table.ts';

/** A part of one statement, taken apart. */
interface Change extends RowChange {
  readonly table: StoredTable;
  readonly condition: 'none' | 'exists' | 'not exists' | readonly (readonly [column: string, value: unknown])[];
}

/** How a statement is run. */
export interface FakeRun extends Partial<Pick<StatementOptions, 'fetchSize' | 'pageState'>> {
  /** The write timestamp of a statement that has none of its own, in microseconds since 1970. Default: now. */
  readonly micros?: number;
}

const BATCH = /^BEGIN BATCH (USING TIMESTAMP \? )?(.*); APPLY BATCH$/s;
const INSERT = /^INSERT INTO (\S+) \((.*?)\) VALUES \((.*?)\)( IF NOT EXISTS)?( USING TTL \?)?$/;
const WRITETIME = /^WRITETIME\((\S+)\) AS (\S+)$/;
const UPDATE_OR_DELETE = /^(UPDATE|DELETE FROM) (\S+)( USING TTL \?)?(?: SET (.*?))? WHERE (.*?)(?: IF (.*))?$/;

/**
 * As much of Cassandra as the recipes need, on one node whose time the test sets: tables, conditions, batches, write timestamps, TTLs and pages. Statements must be
 * written as the recipes write them.
 */
export class FakeCql {
  readonly #tables = new Map<string, StoredTable>();
  #lastMicros = 0;
  /** The time of the node, in milliseconds since 1970. */
  nowMs = 1_000_000;

  /**
   * Runs a statement.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   */
  run(statement: string, values: readonly unknown[], options: FakeRun = {}): RecipeResult {
    if (statement.startsWith('CREATE')) return this.#create(statement);
    if (statement.includes(' FROM system')) return this.#schema(statement, values);
    if (statement.startsWith('SELECT')) return this.#select(statement, values, options);
    return this.#write(statement, [...values], options.micros ?? this.nextMicros());
  }

  /** A write timestamp that is greater than all before it, in microseconds since 1970. */
  nextMicros(): number {
    this.#lastMicros = Math.max(this.nowMs * 1_000, this.#lastMicros + 1);
    return this.#lastMicros;
  }

  /**
   * All live rows of a table, sorted by their keys, with their values as they were written.
   *
   * @param table its name with its keyspace, as in CQL
   */
  rows(table: string): readonly RecipeRow[] {
    return this.#table(table).all(this.nowMs).map(fakeRow);
  }

  /**
   * The write timestamps of all live rows of a table, in microseconds since 1970: a list for each row.
   *
   * @param table its name with its keyspace, as in CQL
   */
  writeTimes(table: string): readonly (readonly number[])[] {
    return this.#table(table).writeTimes(this.nowMs);
  }

  /**
   * Removes rows, as a disk may lose them.
   *
   * @param table its name with its keyspace, as in CQL
   * @param matches true for those to remove
   */
  lose(table: string, matches: (row: RecipeRow) => boolean): void {
    const found = this.#table(table);
    for (const row of found.all(this.nowMs)) if (matches(fakeRow(row))) found.lose(row);
  }

  #create(statement: string): RecipeResult {
    const table = new StoredTable(statement);
    if (!this.#tables.has(table.name)) this.#tables.set(table.name, table);
    return { rows: [] };
  }

  #schema(statement: string, [keyspace, name]: readonly unknown[]): RecipeResult {
    if (statement.includes('system.local')) return { rows: [fakeRow({ partitioner: 'Murmur3Partitioner' })] };
    const table = this.#table(`${String(keyspace)}.${String(name)}`);
    if (statement.includes('system_schema.tables')) return { rows: [fakeRow({ id: table.name })] };
    const kindOf = (column: string): string =>
      table.partitionKey.includes(column) ? 'partition_key' : table.primaryKey.includes(column) ? 'clustering' : 'regular';
    const columns = [...table.columns.keys()];
    return {
      rows: columns.map((column) => fakeRow({ column_name: column, kind: kindOf(column), position: table.primaryKey.indexOf(column) })),
    };
  }

  #select(statement: string, values: readonly unknown[], options: FakeRun): RecipeResult {
    const [, columns = '', name = '', where = ''] = /^SELECT (.*) FROM (\S+) WHERE (.*)$/.exec(statement) ?? [];
    const table = this.#table(name);
    if (where.startsWith('token(')) return { rows: this.#scan(table, values.map(String)) };
    const named = where.split(' AND ').map((each) => each.replace(/ = \?$/, ''));
    if (named.length !== values.length) throw invalid(`${values.length} values for ${statement}`);
    const found = table.select(new Map(named.map((column, at) => [column, values[at]])), this.nowMs);
    const { rows, pageState } = pageOf(table, found, options);
    const chosen = columns === '*' ? undefined : columns.split(', ');
    return { rows: rows.map((row) => fakeRow(selected(table, row, chosen))), pageState };
  }

  #scan(table: StoredTable, [from = '', to = '']: readonly string[]): readonly RecipeRow[] {
    const rows = table.all(this.nowMs).map((row) => {
      const token = murmur3Token(Buffer.from(JSON.stringify(table.partitionKey.map((column) => row[column]))));
      return { token, row: fakeRow({ token, ...table.decode(row) }) };
    });
    return rows.filter(({ token }) => token > BigInt(from) && token <= BigInt(to)).map(({ row }) => row);
  }

  #write(statement: string, left: unknown[], micros: number): RecipeResult {
    const [, hasTimestamp, body] = BATCH.exec(statement) ?? [];
    const atMicros = hasTimestamp === undefined ? micros : Number(left.shift());
    const changes = (body?.split('; ') ?? [statement]).map((part) => this.#parse(part, left));
    if (left.length > 0) throw new Error(`Too many values for ${statement}`);
    const isConditional = changes.some(({ condition }) => condition !== 'none');
    if (isConditional && hasTimestamp !== undefined) throw invalid('Cannot provide custom timestamp for conditional BATCH');
    const failing = changes.find((change) => !this.#holds(change));
    if (failing === undefined) for (const change of changes) change.table.apply(change, atMicros, this.nowMs);
    if (!isConditional) return { rows: [] };
    const found = failing?.table.find(failing.cells, this.nowMs);
    return { rows: [fakeRow({ '[applied]': failing === undefined, ...(found && failing?.table.decode(found)) })] };
  }

  #parse(text: string, values: unknown[]): Change {
    const value = (raw: string): unknown =>
      raw === '?' ? values.shift() : raw === 'null' ? null : raw === 'true' || raw === 'false' ? raw === 'true' : raw.slice(1, -1);
    const pairs = (list: string, by: string): readonly (readonly [string, unknown])[] =>
      list.split(by).map((each) => {
        const [column = '', raw = ''] = each.split(' = ');
        return [column, value(raw)] as const;
      });
    const insert = INSERT.exec(text);
    if (insert !== null) {
      const [, name = '', columns = '', raw = '', isConditional, hasTtl] = insert;
      const rawValues = raw.split(', ');
      const cells = new Map(columns.split(', ').map((column, at) => [column, value(rawValues[at] ?? '')]));
      const ttlSeconds = hasTtl === undefined ? undefined : Number(values.shift());
      return {
        kind: 'insert',
        table: this.#table(name),
        cells,
        ttlSeconds,
        condition: isConditional === undefined ? 'none' : 'not exists',
      };
    }
    const other = UPDATE_OR_DELETE.exec(text);
    if (other === null) throw invalid(`Cannot parse ${text}`);
    const [, verb, name = '', hasTtl, set, where = '', condition] = other;
    const ttlSeconds = hasTtl === undefined ? undefined : Number(values.shift());
    const assigned = set === undefined ? [] : pairs(set, ', ');
    const cells = new Map([...pairs(where, ' AND '), ...assigned]);
    const conditions = condition === undefined ? 'none' : condition === 'EXISTS' ? 'exists' : pairs(condition, ' AND ');
    return { kind: verb === 'UPDATE' ? 'update' : 'delete', table: this.#table(name), cells, ttlSeconds, condition: conditions };
  }

  #holds({ table, cells, condition }: Change): boolean {
    const found = table.find(cells, this.nowMs);
    if (condition === 'none') return true;
    if (condition === 'exists') return found !== undefined;
    if (condition === 'not exists') return found === undefined;
    return condition.every(([column, value]) => textOf(found?.[column]) === textOf(value));
  }

  #table(name: string): StoredTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw invalid(`table ${name} does not exist`);
    return table;
  }
}

/** What a row has of the columns that a statement selects; all without any. */
function selected(table: StoredTable, row: Cells, columns: readonly string[] | undefined): Cells {
  const cells = columns?.map((each): Cells => {
    const [, column, alias] = WRITETIME.exec(each) ?? [];
    return column === undefined || alias === undefined ? table.decode(row, [each]) : { [alias]: table.writeTime(row, column) };
  });
  return cells === undefined ? table.decode(row) : Object.assign({}, ...cells);
}

/** As Cassandra does, it may end a page early, give an empty one, or say that there is more where there is none. */
function pageOf(
  table: StoredTable,
  rows: readonly Cells[],
  { fetchSize = 5_000, pageState }: FakeRun,
): { rows: readonly Cells[]; pageState: string | null } {
  const { turn, after } = JSON.parse(pageState ?? '{"turn":0}') as { turn: number; after?: Cells };
  const left = after === undefined ? rows : rows.filter((row) => table.compare(row, after) > 0);
  const size = [fetchSize, 0, 1][turn % 3] ?? 0;
  const page = left.slice(0, size);
  const next = { turn: turn + 1, after: page.at(-1) ?? after };
  return { rows: page, pageState: page.length < size ? null : JSON.stringify(next) };
}

/** How values are compared; a cell that is not there is null. */
function textOf(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

/**
 * A client of it, which calls `before` ahead of each statement.
 *
 * @param before called with each statement before it runs; one that rejects fails the request
 */
export function fakeCqlClient(cql: FakeCql, before: (statement: string) => void | Promise<void> = () => undefined): RecipeClient {
  return {
    execute: async (statement, values, options) => {
      await before(statement);
      return cql.run(statement, values, options);
    },
    metadata: { getTokenRanges: () => [], newToken: (token) => ({ token }), newTokenRange: (start, end) => ({ start, end }) },
  };
}
