import type { RecipeClient, RecipeResult, StatementOptions } from '../client.ts';
import { fakeRow } from '../fakes/fake-row.ts';

/** A row of a made-up table: the token of its partition, and what tells it from others. */
export interface FakeTableRow {
  readonly token: bigint;
  readonly id: string;
}

/** A made-up table, which can fail. */
export interface FakeTable {
  readonly keyspace: string;
  readonly table: string;
  readonly tableId: string;
  readonly columns: readonly (readonly [name: string, kind: string, position: number])[];
  /** In the order of their tokens. */
  readonly rows: readonly FakeTableRow[];
  /** The tokens of the ring. */
  readonly ring: readonly bigint[];
  readonly partitioner: string;
  /** Is called before each page; what it throws is the answer. */
  readonly beforePage: (asked: AskedPage) => void | Promise<void>;
}

/** How a page was asked for. */
export interface AskedPage {
  readonly statement: string;
  readonly values: readonly string[];
  readonly options: StatementOptions;
}

export const TABLE: FakeTable = {
  keyspace: 'shop',
  table: 'orders',
  tableId: 'f1d20a10-0000-4000-8000-000000000001',
  columns: [
    ['note', 'regular', -1],
    ['line', 'clustering', 0],
    ['id', 'partition_key', 0],
  ],
  rows: [],
  ring: [-4_000_000_000_000_000_000n, 0n, 4_000_000_000_000_000_000n],
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  beforePage: () => undefined,
};

/** A client of a cluster that has this one table. */
export function fakeTableClient(given: Partial<FakeTable>): RecipeClient {
  const fake = { ...TABLE, ...given };
  return {
    execute: async (statement, values, options) => {
      await Promise.resolve();
      if (statement.includes('system')) return schemaAnswer(fake, statement, values);
      await fake.beforePage({ statement, values: values as string[], options });
      return pageAnswer(fake.rows, values as string[], options);
    },
    metadata: {
      getTokenRanges: () => fake.ring.map((end) => ({ end })),
      newToken: (token) => ({ token }),
      newTokenRange: (start, end) => ({ start, end }),
    },
  };
}

function schemaAnswer(fake: FakeTable, statement: string, [keyspace, table]: readonly unknown[]): RecipeResult {
  if (statement.includes('system.local')) return { rows: [fakeRow({ partitioner: fake.partitioner })] };
  if (keyspace !== fake.keyspace || table !== fake.table) return { rows: [] };
  if (statement.includes('system_schema.tables')) return { rows: [fakeRow({ id: fake.tableId })] };
  return { rows: fake.columns.map(([name, kind, position]) => fakeRow({ column_name: name, kind, position })) };
}

function pageAnswer(rows: readonly FakeTableRow[], [from, to]: readonly string[], options: StatementOptions): RecipeResult {
  const matching = rows.filter(({ token }) => token > BigInt(from ?? '') && token <= BigInt(to ?? ''));
  const [at = 0, turn = 0] = (options.pageState ?? '0:0').split(':').map(Number);
  const mostRows = options.fetchSize ?? 5_000;
  // As Cassandra does, it may end a page early, give an empty one, or say that there is more where there is none.
  const end = at + ([mostRows, 0, 1][turn % 3] ?? 0);
  const page = matching.slice(at, end).map(({ token, id }) => fakeRow({ 'system.token(id)': token, id }));
  return { rows: page, pageState: page.length < end - at ? null : `${end}:${turn + 1}` };
}
