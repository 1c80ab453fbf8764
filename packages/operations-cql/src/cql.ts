/** A row by the names of its columns: text and UUIDs as something whose `String()` is their text, `timestamp` as a `Date`, `int` as a number, collections as arrays and objects. */
export type CqlRow = Readonly<Record<string, unknown>>;

/** A statement with the values of its `?`. A UUID may be given as text, a `timestamp` as a `Date`. */
export interface CqlStatement {
  /** The statement, with a `?` for each value. */
  readonly statement: string;
  /** The values, in the order of the `?`. */
  readonly values: readonly unknown[];
}

/** How a statement is sent. */
export interface CqlOptions {
  /** At which consistency level. `SERIAL` is a Paxos round across all datacenters. */
  readonly consistency: 'ONE' | 'QUORUM' | 'SERIAL';
  /** True where it may be sent a second time, to another node too. */
  readonly isIdempotent: boolean;
}

/** A conditional write, and how to find out what became of it. */
export interface CqlConditional {
  /** An `UPDATE … IF`, or a batch with one; its Paxos round is at `SERIAL`, its commit at `QUORUM`. */
  readonly write: CqlStatement;
  /** Reads the row that the write is about, at `SERIAL`. */
  readonly read: CqlStatement;
  /** True when the row shows this very write; undefined where there is no row. */
  readonly isOurs: (row: CqlRow | undefined) => boolean;
}

/** What became of a conditional write. */
export interface CqlDecided {
  /** Whether it is the one that was applied. */
  readonly applied: boolean;
  /** What is there, where it was not applied: only what it compares, unless `wasUnknown`. */
  readonly row: CqlRow | undefined;
  /** True when the write's own answer did not tell, and the read did: `row` is then all that `read` selects. */
  readonly wasUnknown: boolean;
}

/**
 * What the store needs of a driver; whoever composes a program hands it in. What fails rejects with the driver's error: where that has a `code` of the native
 * protocol, or is the driver's `NoHostAvailableError`, `OperationTimedOutError` or an error of its socket, the store knows what it means.
 */
export interface OperationsCql {
  /**
   * Sends a statement. One that changes the schema resolves when all nodes agree on it, or after a bounded time without that, as where a node is down.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   * @returns all rows
   */
  execute(statement: string, values: readonly unknown[], options: CqlOptions): Promise<readonly CqlRow[]>;
  /** Sends a conditional write once, and finds out what became of it. Rejects where that is not known. */
  conditional(request: CqlConditional): Promise<CqlDecided>;
  /** How many nodes each datacenter has. */
  nodesByDatacenter(): Readonly<Record<string, number>>;
}
