import {
  type Conditional,
  type IdempotentStatement,
  type RecipeClient,
  type RecipeResult,
  sendIdempotent,
  type SerialConsistency,
} from '@ringside/client-recipes';
import type { Clock } from '@ringside/core';
import type { AllocationTables } from './schema.ts';

/** What every part of the store works with. */
export interface Store {
  readonly client: RecipeClient;
  /** Its exact name. */
  readonly keyspace: string;
  readonly tables: AllocationTables;
  readonly conditional: Conditional;
  readonly serialConsistency: SerialConsistency;
  /** Of all statements that are not conditional, unless one says otherwise. */
  readonly consistency: 'LOCAL_QUORUM' | 'QUORUM';
  readonly clock: Clock;
}

/** A statement; its consistency is the store's by default. */
export type StoreStatement = Omit<IdempotentStatement, 'consistency'> & Partial<Pick<IdempotentStatement, 'consistency'>>;

/** Sends an idempotent statement, and again while it fails for a reason that may pass. */
export async function send(store: Store, statement: StoreStatement, signal: AbortSignal | undefined): Promise<RecipeResult> {
  const { client, consistency, clock } = store;
  return sendIdempotent(client, { consistency, ...statement }, { clock, signal });
}
