/** An allocation as a source has it. */
export interface SourceAllocation {
  /** The customer: 1 to 1,024 bytes of UTF-8. */
  readonly customerId: string;
  /** The test: 1 to 1,024 bytes of UTF-8. */
  readonly testId: string;
  /** The cell of the customer in the test: 1 to 1,024 bytes of UTF-8. */
  readonly cell: string;
}

/** A row of a source. */
export interface SourceRow {
  /** Where it stands, for people: `line 7`. */
  readonly place: string;
  /** The row as the source has it, for the rejects. */
  readonly text: string;
  /** What it says; undefined if it can't be read, and then `fault` says why. */
  readonly allocation: SourceAllocation | undefined;
  /** Why it can't be read; undefined if it can. */
  readonly fault: string | undefined;
  /** Where the source resumes after this row: a JSON value that only the source understands. */
  readonly position: unknown;
  /** How much of {@link OpenedSource.total} has been read, this row included. */
  readonly done: number;
}

/** A source that is ready to be read. */
export interface OpenedSource {
  /** Names the content: a checkpoint is refused for a source with another identity. */
  readonly identity: string;
  /** How much there is, in a unit of the source: bytes of a file. Undefined if that isn't known. */
  readonly total: number | undefined;
  /**
   * Reads the rows, always in the same order, no faster than they are asked for.
   *
   * @param from the `position` of the last row that is done, perhaps after a round trip through JSON; undefined to read from the beginning
   * @param signal ends reading with what `abortError()` of `@ringside/core` returns
   * @throws OpsError CHECKPOINT_UNUSABLE for what is not a position of this source; what reading fails with. Both when a row is asked for
   */
  rows(from: unknown, signal?: AbortSignal): AsyncIterable<SourceRow>;
}

/** Where allocations are loaded from. A row that can't be read is a row with a fault, and not the end of the source. */
export interface LoadSource {
  /**
   * Prepares reading, and fails if the source as a whole can't be used.
   *
   * @param signal ends it
   */
  open(signal?: AbortSignal): Promise<OpenedSource>;
}
