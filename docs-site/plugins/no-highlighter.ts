import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';

/**
 * Leaves the highlighter of the theme out of what pages load: code is highlighted when the site is built. The theme still imports it, to
 * give it more languages, so it gets an empty one.
 */
export default function noHighlighter({ siteDir }: LoadContext): Plugin {
  return {
    name: 'no-highlighter',
    configureWebpack: () => ({ resolve: { alias: { 'prism-react-renderer': join(siteDir, 'plugins', 'no-prism.mjs') } } }),
  };
}
