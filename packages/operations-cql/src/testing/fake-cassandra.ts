import type { CqlConditional, CqlDecided, CqlOptions, CqlRow, OperationsCql } from '../cql.ts';
import { driverError } from './driver-error.ts';
import { parseStatements } from './fake-statements.ts';
import { FakeTable } from './fake-table.ts';

/** A statement that was sent. */
export interface Sent {
  readonly statement: string;
  readonly values: readonly unknown[];
  /** Undefined of a conditional write. */
  readonly options: CqlOptions | undefined;
}

/** What happens to a statement: it fails before anything was done, or a conditional write's answer is lost, before or after it was applied. */
export type Fault = { readonly fails: unknown } | 'lost before' | 'lost after' | undefined;

export { driverError } from './driver-error.ts';

/**
 * A fake of a cluster behind the port: it keeps rows in memory and understands the shapes of statement that the store sends, no others. Every statement is
 * one step, so whatever happens between two steps can be played.
 */
export class FakeCassandra {
  /** All that was sent. */
  readonly sent: Sent[] = [];
  /** What the cluster has of nodes. */
  nodes: Readonly<Record<string, number>> = { dc1: 3 };
  /** How the keyspace is replicated; undefined where there is none. */
  replication: Readonly<Record<string, string>> | undefined;
  /** What happens to a statement; it may also write something of its own before. */
  fault: (sent: Sent) => Fault | Promise<Fault> = () => undefined;
  /** Is called before the read that finds out what became of a write whose answer was lost. */
  beforeSettling: () => void = () => undefined;
  readonly #tables = new Map<string, FakeTable>();

  /** The port to it. */
  readonly port: OperationsCql = {
    execute: async (statement, values, options) => {
      const fault = await this.#send({ statement, values, options });
      if (typeof fault === 'object') throw fault.fails;
      return this.run(statement, values);
    },
    conditional: (request) => this.#conditional(request),
    nodesByDatacenter: () => this.nodes,
  };

  /** The statements that were sent which a pattern matches. */
  sentLike(pattern: RegExp): readonly Sent[] {
    return this.sent.filter(({ statement }) => pattern.test(statement));
  }

  /** Does a statement, whoever sends it. @returns its rows; of a conditional write one with `[applied]` */
  run(statement: string, values: readonly unknown[]): readonly CqlRow[] {
    if (/^(CREATE|ALTER|DROP) /.test(statement)) return this.#changeSchema(statement);
    if (statement.includes('FROM system_schema.tables')) return [...this.#tables.keys()].map((name) => ({ table_name: name }));
    if (statement.includes('FROM system_schema.columns'))
      return [...this.#tables.values()].flatMap(({ added }) => [...added].map((name) => ({ column_name: name })));
    if (statement.includes('FROM system_schema.keyspaces'))
      return this.replication === undefined ? [] : [{ replication: this.replication }];
    const parsed = parseStatements(statement, values);
    const [first] = parsed;
    if (first?.kind === 'SELECT') return this.#table(first.table).select(first);
    for (const each of parsed) {
      const refused = this.#table(each.table).refuse(each);
      if (refused !== undefined) return [{ '[applied]': false, ...refused }];
    }
    for (const each of parsed) this.#table(each.table).apply(each);
    return [{ '[applied]': true }];
  }

  async #conditional({ write, read, isOurs }: CqlConditional): Promise<CqlDecided> {
    const fault = await this.#send({ ...write, options: undefined });
    if (typeof fault === 'object') throw fault.fails;
    const [answer] = fault === 'lost before' ? [] : this.run(write.statement, write.values);
    const isLost = fault !== undefined;
    if (!isLost) return { applied: answer?.['[applied]'] === true, row: answer, wasUnknown: false };
    this.beforeSettling();
    const [row] = this.run(read.statement, read.values);
    const applied = isOurs(row);
    return { applied, row: applied ? undefined : row, wasUnknown: true };
  }

  async #send(sent: Sent): Promise<Fault> {
    this.sent.push(sent);
    return this.fault(sent);
  }

  #changeSchema(statement: string): readonly CqlRow[] {
    const [, name] = /CREATE TABLE IF NOT EXISTS ringside\.(\w+)/.exec(statement) ?? [];
    if (name !== undefined && !this.#tables.has(name)) this.#tables.set(name, new FakeTable(statement));
    const [, altered = '', column] = /ALTER TABLE ringside\.(\w+) ADD (\w+) text STATIC/.exec(statement) ?? [];
    if (column !== undefined) this.#table(altered).add(column);
    const [, map] = /KEYSPACE .* WITH replication = (\{.*\})$/.exec(statement) ?? [];
    if (map !== undefined && (this.replication === undefined || statement.startsWith('ALTER')))
      this.replication = JSON.parse(map.replaceAll("'", '"'));
    if (!statement.startsWith('DROP')) return [];
    this.#tables.clear();
    this.replication = undefined;
    return [];
  }

  #table(name: string): FakeTable {
    const table = this.#tables.get(name.replace('ringside.', ''));
    if (table === undefined) throw driverError(0x22_00, `table ${name} does not exist`);
    return table;
  }
}
