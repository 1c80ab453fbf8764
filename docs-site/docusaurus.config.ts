import { join } from 'node:path';
import type * as Preset from '@docusaurus/preset-classic';
import type { Config, Plugin } from '@docusaurus/types';
import remarkClaims from './plugins/claims';
import remarkComponentMarks from './plugins/components/marks';
import remarkDefaults, { remarkTypedDefaults } from './plugins/defaults';
import remarkFences from './plugins/fences';
import remarkFigures from './plugins/figures';
import remarkGlossary from './plugins/glossary';
import remarkHighlight from './plugins/highlight';
import remarkLivePictures from './plugins/live-pictures';
import published from './src/generated/repository.json';

/** Where the sources are published, for edit links and for who clones them: what the root manifest says. Nothing is requested from it by a page. */
const repository = process.env['DOCS_REPOSITORY'] ?? published.url;

/** Which version these pages are of; known when they are built to be published beside others. */
const docVersion = process.env['DOC_VERSION'];

/** Generated pages have no source of their own to edit. */
function editUrl({ docPath }: { docPath: string }): string | undefined {
  const generated = docPath.startsWith('reference/') && docPath !== 'reference/index.md';
  return generated ? undefined : `${repository}/edit/main/docs-site/docs/${docPath}`;
}

/** Pages import the workspace's packages as TypeScript sources, so the site needs no build of theirs. */
function packageSources(): Plugin {
  return { name: 'package-sources', configureWebpack: () => ({ resolve: { conditionNames: ['@ringside/source', '...'] } }) };
}

const themeConfig: Preset.ThemeConfig = {
  colorMode: { respectPrefersColorScheme: true },
  docs: { sidebar: { hideable: true } },
  navbar: {
    title: 'Ringside',
    logo: { alt: '', src: 'img/logo.svg' },
    items: [
      { to: '/quick-start', label: 'Quick start', position: 'left' },
      { to: '/learn', label: 'Learn', position: 'left' },
      { to: '/operate', label: 'Operate', position: 'left' },
      { to: '/develop', label: 'Develop', position: 'left' },
      { to: '/reference', label: 'Reference', position: 'left' },
      { to: '/decisions', label: 'Decisions', position: 'left' },
      ...(docVersion === undefined ? [] : [{ type: 'custom-versionPicker', position: 'right' as const }]),
    ],
  },
  footer: {
    links: [
      {
        title: 'Use it',
        items: [
          { label: 'Quick start', to: '/quick-start' },
          { label: 'Learn', to: '/learn' },
          { label: 'Operate', to: '/operate' },
          { label: 'Compared with others', to: '/compare' },
        ],
      },
      {
        title: 'Look it up',
        items: [
          { label: 'Commands', to: '/reference/cli' },
          { label: 'HTTP routes', to: '/reference/http' },
          { label: 'Errors of Cassandra', to: '/learn/errors' },
          { label: 'Errors of Ringside', to: '/reference/errors' },
          { label: 'Configuration', to: '/reference/config' },
        ],
      },
      {
        title: 'Change it',
        items: [
          { label: 'What this site proves', to: '/what-this-site-proves' },
          { label: 'Architecture', to: '/develop/architecture' },
          { label: 'Contributing', to: '/develop' },
          { label: 'Decisions', to: '/decisions' },
          { label: 'Source', href: repository },
        ],
      },
    ],
    copyright: 'Apache License 2.0. Apache Cassandra is a trademark of the Apache Software Foundation; Ringside is not affiliated with it.',
  },
  tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
};

/**
 * For a reader whose browser runs no scripts: what only scripts make work goes away, and the parts of the site, which a phone has behind a
 * button, stand in the bar.
 */
const WITHOUT_SCRIPTS = `<style>
.navbar__search,.navbar__toggle,.theme-doc-toc-mobile,[class*=colorModeToggle],[class*=collapseSidebarButton],[class*=searchBarContainer]{display:none!important}
.navbar{height:auto;min-height:var(--ifm-navbar-height)}
.navbar__inner,.navbar__items{flex-wrap:wrap}
.navbar__items .navbar__item{display:inline-block!important}
</style>`;

const config: Config = {
  title: 'Ringside',
  tagline: 'Everything around an Apache Cassandra node that Cassandra leaves to you.',
  favicon: 'img/favicon.svg',
  url: process.env['DOCS_URL'] ?? 'http://localhost:9080',
  baseUrl: process.env['DOCS_BASE_URL'] ?? '/',
  trailingSlash: false,
  customFields: { repository, ...(docVersion === undefined ? {} : { docVersion }) },
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  // A page is Markdown unless it says `.mdx`: generated reference must never be read as JSX.
  markdown: {
    format: 'detect',
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  future: {
    v4: { removeLegacyPostBuildHeadAttribute: true, siteStorageNamespacing: true },
    // No persistent cache: a warm one makes two builds of one source differ byte for byte.
    faster: {
      swcJsLoader: true,
      swcJsMinimizer: true,
      swcHtmlMinimizer: true,
      lightningCssMinimizer: true,
      mdxCrossCompilerCache: true,
      rspackBundler: true,
      rspackPersistentCache: false,
      ssgWorkerThreads: true,
      gitEagerVcs: true,
    },
  },
  headTags: [{ tagName: 'noscript', attributes: {}, innerHTML: WITHOUT_SCRIPTS.replaceAll('\n', '') }],
  presets: [
    [
      'classic',
      {
        docs: {
          routeBasePath: '/',
          sidebarPath: './sidebars.ts',
          editUrl,
          showLastUpdateTime: true,
          numberPrefixParser: false,
          beforeDefaultRemarkPlugins: [
            [remarkTypedDefaults, { strict: ['learn/', 'operate/', 'quick-start'] }],
            [remarkFigures, { file: join(__dirname, 'src/generated/figures.json'), strict: ['learn/'] }],
            remarkDefaults,
            [remarkClaims, { file: join(__dirname, 'src/generated/figures.json'), docs: join(__dirname, 'docs') }],
            remarkFences,
            [remarkGlossary, { file: join(__dirname, 'docs/learn/glossary.mdx'), sections: ['learn/'] }],
            remarkLivePictures,
            remarkComponentMarks,
          ],
          remarkPlugins: [remarkHighlight],
        },
        blog: false,
        theme: { customCss: './src/css/custom.css' },
        sitemap: { lastmod: 'date', ignorePatterns: ['**/search'] },
      } satisfies Preset.Options,
    ],
  ],
  clientModules: [join(__dirname, 'src/client/load-on-intent.ts')],
  plugins: ['./plugins/llms-txt.ts', './plugins/no-highlighter.ts', './plugins/search-query.ts', packageSources],
  themes: [
    [
      '@easyops-cn/docusaurus-search-local',
      {
        hashed: true,
        indexBlog: false,
        docsRouteBasePath: '/',
        // Its keyboard hint is an unlabelled decoration over the search box.
        searchBarShortcutHint: false,
        highlightSearchTermsOnTargetPage: true,
        explicitSearchResultPath: true,
        // The label of a button is not part of the page's text.
        ignoreCssSelectors: ['button'],
      },
    ],
  ],
  themeConfig,
};

export default config;
