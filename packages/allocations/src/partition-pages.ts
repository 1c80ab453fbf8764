import type { RecipeRow } from '@ringside/client-recipes';
import { send, type Store, type StoreStatement } from './store.ts';

/** The pages of one partition that have rows, one after the other. The next one is read when it's asked for. */
export async function* partitionPages(
  store: Store,
  statement: StoreStatement,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly RecipeRow[], void, undefined> {
  let pageState: string | undefined;
  do {
    const page = await send(store, { ...statement, ...(pageState !== undefined && { pageState }) }, signal);
    pageState = page.pageState || undefined;
    if (page.rows.length > 0) yield page.rows;
  } while (pageState !== undefined);
}
