import {
  fetchIndexesByWorker,
  searchByWorker as search,
} from '@easyops-cn/docusaurus-search-local/dist/client/client/theme/searchByWorker';
import { type Found, withDistinctPath } from './distinct-path';

export { fetchIndexesByWorker };

/** Searches as the plug-in does, for what `queryOf` makes of the text. That is loaded with the first search, not with the page. */
export async function searchByWorker(baseUrl: string, context: string, input: string, limit: number): Promise<readonly Found[]> {
  const [{ queryOf }, { default: messages }] = await Promise.all([import('./query'), import('../generated/error-messages.json')]);
  return (await search(baseUrl, context, queryOf(input, messages), limit)).map(withDistinctPath);
}
