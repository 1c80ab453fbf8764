declare module '@easyops-cn/docusaurus-search-local/dist/client/client/theme/searchByWorker' {
  import type { Found } from './distinct-path';

  export function fetchIndexesByWorker(baseUrl: string, context: string): Promise<void>;
  export function searchByWorker(baseUrl: string, context: string, input: string, limit: number): Promise<readonly Found[]>;
}
