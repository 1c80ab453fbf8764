import { murmur3Token } from '@ringside/ring';
import type { RecipeClient, RecipeResult, RecipeRow } from '../client.ts';
import { fakeRow } from './fake-row.ts';

interface Cell {
  readonly value: unknown;
  readonly untilMs: number;
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly partitionKey: readonly string[];
  readonly primaryKey: readonly string[];
  readonly rows: Map<string, Map<string, Cell>>;
}

/** A part of one statement, taken apart. */
interface Change {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly table: Table;
  readonly key: string;
  readonly cells: ReadonlyMap<string, unknown>;
  readonly ttlSeconds: number | undefined;
  readonly condition: 'none' | 'exists' | 'not exists' | readonly (readonly [column: string, value: unknown])[];
}

/** What an INSERT writes beside its columns, so that a row can be there without any. */
const MARKER = '';

/** As much of Cassandra as the recipes need: tables, conditions, batches and TTLs, on one node whose time the test sets. */
export class FakeCql {
  readonly #tables = new Map<string, Table>();
  nowMs = 1_000_000;

  /** Runs a statement. */
  run(statement: string, values: readonly unknown[]): RecipeResult {
    if (statement.startsWith('CREATE')) return this.#create(statement);
    if (statement.includes(' FROM system')) return this.#schema(statement, values);
    if (statement.startsWith('SELECT')) return this.#select(statement, values);
    const left = [...values];
    const parts = /^BEGIN BATCH (.*); APPLY BATCH$/s.exec(statement)?.[1]?.split('; ') ?? [statement];
    const changes = parts.map((part) => this.#parse(part, left));
    if (left.length > 0) throw new Error(`Too many values for ${statement}`);
    const failing = changes.find((change) => !this.#holds(change));
    if (failing === undefined) for (const change of changes) this.#apply(change);
    if (changes.every(({ condition }) => condition === 'none')) return { rows: [] };
    return { rows: [fakeRow({ '[applied]': failing === undefined, ...(failing && this.#cellsOf(failing.table, failing.key)) })] };
  }

  /** All live rows of a table, for tests to look at. */
  rows(table: string): readonly RecipeRow[] {
    const found = this.#table(table);
    return [...found.rows.keys()].flatMap((key) => {
      const cells = this.#cellsOf(found, key);
      return cells === undefined ? [] : [fakeRow(cells)];
    });
  }

  /** Removes a row, as a disk may lose it. */
  lose(table: string, matches: (row: RecipeRow) => boolean): void {
    const found = this.#table(table);
    for (const key of found.rows.keys()) if (matches(fakeRow(this.#cellsOf(found, key) ?? {}))) found.rows.delete(key);
  }

  #create(statement: string): RecipeResult {
    const [, name = '', body = '', keys = ''] = /^CREATE TABLE IF NOT EXISTS (\S+) \((.*), PRIMARY KEY \((.*)\)\)$/.exec(statement) ?? [];
    const columns = body.split(', ').map((each) => each.split(' ')[0] as string);
    const partition = /^\((.*?)\)/.exec(keys)?.[1] ?? keys.split(', ')[0] ?? '';
    const primaryKey = keys.replaceAll(/[()]/g, '').split(', ');
    if (!this.#tables.has(name))
      this.#tables.set(name, { name, columns, partitionKey: partition.split(', '), primaryKey, rows: new Map() });
    return { rows: [] };
  }

  #schema(statement: string, [keyspace, name]: readonly unknown[]): RecipeResult {
    if (statement.includes('system.local')) return { rows: [fakeRow({ partitioner: 'Murmur3Partitioner' })] };
    const table = this.#table(`${String(keyspace)}.${String(name)}`);
    if (statement.includes('system_schema.tables')) return { rows: [fakeRow({ id: table.name })] };
    const kindOf = (column: string): string =>
      table.partitionKey.includes(column) ? 'partition_key' : table.primaryKey.includes(column) ? 'clustering' : 'regular';
    return {
      rows: table.columns.map((column) =>
        fakeRow({ column_name: column, kind: kindOf(column), position: table.primaryKey.indexOf(column) }),
      ),
    };
  }

  #select(statement: string, values: readonly unknown[]): RecipeResult {
    const [, columns = '', name = '', where = ''] = /^SELECT (.*) FROM (\S+) WHERE (.*)$/.exec(statement) ?? [];
    const table = this.#table(name);
    if (where.startsWith('token(')) return { rows: this.#scan(table, values.map(String)) };
    const cells = this.#cellsOf(
      table,
      keyOf(table, new Map(where.split(' AND ').map((each, at) => [each.replace(' = ?', ''), values[at]]))),
    );
    if (cells === undefined) return { rows: [] };
    const chosen = columns === '*' ? table.columns : columns.split(', ');
    return { rows: [fakeRow(Object.fromEntries(chosen.map((column) => [column, cells[column] ?? null])))] };
  }

  #scan(table: Table, [from = '', to = '']: readonly string[]): readonly RecipeRow[] {
    const rows = this.rows(table.name).map((row) => {
      const token = murmur3Token(Buffer.from(JSON.stringify(table.partitionKey.map((column) => row.get(column)))));
      return { token, row: fakeRow({ token, ...row }) };
    });
    return rows.filter(({ token }) => token > BigInt(from) && token <= BigInt(to)).map(({ row }) => row);
  }

  #parse(text: string, values: unknown[]): Change {
    const value = (raw: string): unknown =>
      raw === '?' ? values.shift() : raw === 'null' ? null : raw === 'true' || raw === 'false' ? raw === 'true' : raw.slice(1, -1);
    const pairs = (list: string, by: string): readonly (readonly [string, unknown])[] =>
      list.split(by).map((each) => {
        const [column = '', raw = ''] = each.split(' = ');
        return [column, value(raw)] as const;
      });
    const insert = /^INSERT INTO (\S+) \((.*?)\) VALUES \((.*?)\)( IF NOT EXISTS)?( USING TTL \?)?$/.exec(text);
    if (insert !== null) {
      const [, name = '', columns = '', raw = '', isConditional, hasTtl] = insert;
      const rawValues = raw.split(', ');
      const cells = new Map(columns.split(', ').map((column, at) => [column, value(rawValues[at] ?? '')]));
      const table = this.#table(name);
      const ttlSeconds = hasTtl === undefined ? undefined : Number(values.shift());
      return {
        kind: 'insert',
        table,
        key: keyOf(table, cells),
        cells,
        ttlSeconds,
        condition: isConditional === undefined ? 'none' : 'not exists',
      };
    }
    const other = /^(UPDATE|DELETE FROM) (\S+)( USING TTL \?)?(?: SET (.*?))? WHERE (.*?)(?: IF (.*))?$/.exec(text);
    if (other === null) throw new Error(`Cannot parse ${text}`);
    const [, verb, name = '', hasTtl, set, where = '', condition] = other;
    const ttlSeconds = hasTtl === undefined ? undefined : Number(values.shift());
    const assigned = set === undefined ? [] : pairs(set, ', ');
    const keys = pairs(where, ' AND ');
    const table = this.#table(name);
    const conditions = condition === undefined ? 'none' : condition === 'EXISTS' ? 'exists' : pairs(condition, ' AND ');
    const kind = verb === 'UPDATE' ? 'update' : 'delete';
    return { kind, table, key: keyOf(table, new Map(keys)), cells: new Map([...keys, ...assigned]), ttlSeconds, condition: conditions };
  }

  #holds({ table, key, condition }: Change): boolean {
    const cells = this.#cellsOf(table, key);
    if (condition === 'none') return true;
    if (condition === 'exists') return cells !== undefined;
    if (condition === 'not exists') return cells === undefined;
    return condition.every(([column, value]) => textOf(cells?.[column]) === textOf(value));
  }

  #apply({ kind, table, key, cells, ttlSeconds }: Change): void {
    if (kind === 'delete') return void table.rows.delete(key);
    const row = table.rows.get(key) ?? new Map<string, Cell>();
    const untilMs = ttlSeconds === undefined ? Infinity : this.nowMs + ttlSeconds * 1_000;
    for (const [column, value] of cells) if (!table.primaryKey.includes(column)) row.set(column, { value, untilMs });
    if (kind === 'insert') row.set(MARKER, { value: true, untilMs });
    table.rows.set(key, row);
  }

  /** The cells of a row that is there: one of them, or its marker, has not expired. */
  #cellsOf(table: Table, key: string): Record<string, unknown> | undefined {
    const live = [...(table.rows.get(key) ?? [])].filter(([, { value, untilMs }]) => untilMs > this.nowMs && value !== null);
    if (live.length === 0) return undefined;
    const keys = JSON.parse(key) as readonly unknown[];
    const named = table.primaryKey.map((column, at) => [column, keys[at]] as const);
    return Object.fromEntries([
      ...named,
      ...live.filter(([column]) => column !== MARKER).map(([column, { value }]) => [column, value] as const),
    ]);
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw Object.assign(new Error(`table ${name} does not exist`), { code: 0x22_00 });
    return table;
  }
}

/** How values are compared; a cell that is not there is null. */
function textOf(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

function keyOf({ primaryKey }: Table, cells: ReadonlyMap<string, unknown>): string {
  return JSON.stringify(primaryKey.map((column) => cells.get(column)));
}

/** A client of it, which calls `before` ahead of each statement. */
export function fakeCqlClient(cql: FakeCql, before: (statement: string) => void | Promise<void> = () => undefined): RecipeClient {
  return {
    execute: async (statement, values) => {
      await before(statement);
      return cql.run(statement, values);
    },
    metadata: { getTokenRanges: () => [], newToken: (token) => ({ token }), newTokenRange: (start, end) => ({ start, end }) },
  };
}
