/** A row as the driver returns it: a property for each column, and `get()` by a column's name or place. */
export interface RecipeRow {
  /** The cell of a column, by its name or by its place in the selection, from 0. */
  get(column: string | number): unknown;
  /** The cell of a column. */
  readonly [column: string]: unknown;
}

/** What a statement returned. */
export interface RecipeResult {
  /** The rows of this page. */
  readonly rows: readonly RecipeRow[];
  /** Where the next page begins; empty, null or undefined after the last one. */
  readonly pageState?: string | null | undefined;
}

/** How a statement is sent: those of the driver's options that the recipes set. */
export interface StatementOptions {
  /** The number of the consistency level in the native protocol. */
  readonly consistency: number;
  /** True where the statement may be sent twice: for all but changes of the schema. */
  readonly isIdempotent: boolean;
  /** False for changes of the schema, which need not be prepared. */
  readonly prepare: boolean;
  /** Rows per page. */
  readonly fetchSize?: number;
  /** Where the page begins. */
  readonly pageState?: string;
  /**
   * A token range of the driver's; replicas of its last token are asked. The driver takes one (`Encoder.setRoutingKeyFromUser`), but its type knows only buffers: so
   * pass it on as it is.
   */
  readonly routingKey?: never;
}

/**
 * The part of a `cassandra-driver` client that the recipes use. A `Client` of the driver (4.10) is one as it is, and so is a `ResilientClient` of
 * `@ringside/resilient-client`. The recipes import no driver, so they work with your copy of it.
 */
export interface RecipeClient {
  /**
   * Sends one statement, and connects first where that is needed.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   */
  execute(statement: string, values: unknown[], options: StatementOptions): Promise<RecipeResult>;
  /** What the driver knows of the ring. */
  readonly metadata: RecipeMetadata;
}

/** The part of the driver's metadata that the recipes use. */
export interface RecipeMetadata {
  /** The token ranges of the ring. Only how it is split depends on them, not what is read. */
  getTokenRanges(): Iterable<{ readonly end: { toString(): string } }>;
  /** Makes a token of the driver's from its decimal text. */
  newToken(token: string): object;
  /** Makes a token range of the driver's. */
  newTokenRange(start: object, end: object): object;
}

/** A statement with the values of its `?`. */
export interface BoundStatement {
  /** The statement, with a `?` for each value. */
  readonly statement: string;
  /** The values, in the order of the `?`. */
  readonly values: readonly unknown[];
}
