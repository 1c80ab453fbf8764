import {
  fetchIndexesByWorker,
  searchByWorker as search,
} from '@easyops-cn/docusaurus-search-local/dist/client/client/theme/searchByWorker';

export { fetchIndexesByWorker };

/** Searches as the plug-in does, for what {@link queryOf} makes of the text. It is loaded with the first search, not with the page. */
export async function searchByWorker(baseUrl: string, context: string, input: string, limit: number): Promise<unknown> {
  const [{ queryOf }, { default: messages }] = await Promise.all([import('./query'), import('../generated/error-messages.json')]);
  return search(baseUrl, context, queryOf(input, messages), limit);
}
