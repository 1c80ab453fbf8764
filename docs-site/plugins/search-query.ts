import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';

/** How the theme of the search plug-in names the module that asks its worker. */
const ASKED = /\/searchByWorker$/;

interface Request {
  request: string;
  readonly contextInfo: { readonly issuer: string };
}

/**
 * Puts a step of ours before the search: `src/search/search-by-worker.ts` takes the place of the plug-in's module of that name wherever its
 * theme imports it. The plug-in has no option for what is made of a reader's text.
 */
export default function searchQuery({ siteDir }: LoadContext): Plugin {
  const ours = join(siteDir, 'src/search/search-by-worker.ts');
  const replace = (resource: Request): void => {
    if (resource.contextInfo.issuer !== ours) resource.request = ours;
  };
  return {
    name: 'search-query',
    configureWebpack: (_config, _isServer, { currentBundler }) => ({
      plugins: [new currentBundler.instance.NormalModuleReplacementPlugin(ASKED, replace)],
    }),
  };
}
