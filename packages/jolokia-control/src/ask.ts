import type { Query } from './query.ts';
import type { PostOptions } from './transport.ts';

/** Runs a query as one bulk POST. */
export type Ask = <T>(query: Query<T>, options?: PostOptions) => Promise<T>;

/** Bounds of something that changes the node. */
export interface ActOptions extends PostOptions {
  /** In place of `signal`: gives up for as long as nothing has been sent; what has been sent is waited for. */
  readonly unsentSignal?: AbortSignal | undefined;
}

/** Runs a query that changes the node. */
export type Act = <T>(query: Query<T>, options?: ActOptions) => Promise<T>;
