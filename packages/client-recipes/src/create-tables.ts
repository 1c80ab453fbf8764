import { deadlineIn, systemClock, withDeadline } from '@ringside/core';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import type { RecipeClient, StatementOptions } from './client.ts';

/** The driver waits up to 10 s for the nodes to agree on a change, by default. */
const STATEMENT_MS = 60_000;
/** Not idempotent, even with IF NOT EXISTS: a client that hedges would have two coordinators create the same table at once. */
const OPTIONS: StatementOptions = { prepare: false, isIdempotent: false, consistency: CONSISTENCY_LEVELS.indexOf('LOCAL_ONE') };

/** How {@link createTables} runs. */
export interface CreateTablesOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the statements of a schema, one after the other, each once. Nothing else in this package creates a table. Run it from one place, such as a migration:
 * before 6.0, two coordinators that create the same table at the same time may leave nodes with different tables (CASSANDRA-5202).
 *
 * @param statements CQL, in the order in which to run it
 * @throws OpsError OPERATION_TIMED_OUT when one takes longer than a minute; what the driver throws; what `abortError()` says when the signal aborts
 *
 * @example
 * ```ts
 * await createTables(client, [...objectStoreSchema('shop'), ...uniqueValuesSchema('shop')]);
 * ```
 */
export async function createTables(
  client: RecipeClient,
  statements: readonly string[],
  { signal }: CreateTablesOptions = {},
): Promise<void> {
  for (const statement of statements) {
    const bounds = { signal, deadline: deadlineIn(systemClock, STATEMENT_MS) };
    await withDeadline(bounds, { what: 'Creating tables' }, () => client.execute(statement, [], OPTIONS));
  }
}
