import type { Query } from './query.ts';
import type { PostOptions } from './transport.ts';

/** Runs a query as one bulk POST. */
export type Ask = <T>(query: Query<T>, options?: PostOptions) => Promise<T>;
