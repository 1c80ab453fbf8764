import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { claimsAsComments, claimsInSource } from './claims/source';
import { componentsInSource } from './components/in-source';
import { defaultsInSource } from './defaults/place';
import { readFigures } from './figures/read-figures';
import { figuresInSource } from './figures/remark-figures';
import { linksInSource } from './markdown-links';
import { picturesInSource } from './live-pictures/pictures-in-source';

interface DocMetadata {
  readonly title: string;
  readonly description: string;
  readonly permalink: string;
  readonly source: string;
}

interface DocsContent {
  readonly loadedVersions: readonly { readonly docs: readonly DocMetadata[] }[];
}

const sections: Readonly<Record<string, string>> = {
  'quick-start': 'Quick start',
  compare: 'Compared with others',
  learn: 'Learn',
  'what-this-site-proves': 'Proof',
  operate: 'Operate',
  develop: 'Develop',
  reference: 'Reference',
  decisions: 'Decisions',
};

/** The path of a page below the site's base, without a slash at either end. */
function pathOf(doc: DocMetadata, baseUrl: string): string {
  return doc.permalink.slice(baseUrl.length).replace(/\/$/, '');
}

/**
 * One line for each page, grouped as the navigation is; the format of llmstxt.org. Addresses begin where this file stands, so that they
 * hold in each version's folder and in that of the latest one.
 */
function indexText(docs: readonly DocMetadata[], { siteConfig }: LoadContext): string {
  const { title, tagline, baseUrl } = siteConfig;
  const groups = Object.entries(sections).map(([section, heading]) => {
    const lines = docs
      .filter((doc) => pathOf(doc, baseUrl).split('/')[0] === section)
      .map((doc) => `- [${doc.title}](${pathOf(doc, baseUrl)}.md): ${doc.description}`);
    return [`## ${heading}`, '', ...lines, ''].join('\n');
  });
  return [`# ${title}`, '', `> ${tagline}`, '', ...groups].join('\n');
}

/**
 * Writes `llms.txt` and, beside every page, its Markdown at `<page>.md`: the source with figures, what components drew, and live pictures in
 * words in their places, and with links that lead to the Markdown of other pages.
 */
export default function llmsTxt(context: LoadContext): Plugin {
  return {
    name: 'llms-txt',
    async postBuild({ outDir, plugins }) {
      const content = plugins.find((plugin) => plugin.name === 'docusaurus-plugin-content-docs')?.content as DocsContent;
      const figures = readFigures(join(context.siteDir, 'src/generated/figures.json'));
      const siteUrl = `${context.siteConfig.url}${context.siteConfig.baseUrl}`;
      const docs = content.loadedVersions.flatMap((version) => version.docs);
      const sourceOf = (doc: DocMetadata): string => doc.source.replace('@site', context.siteDir);
      const pages = new Map(docs.map((doc) => [sourceOf(doc), pathOf(doc, context.siteConfig.baseUrl)]));
      const site = { pages, sources: join(context.siteDir, 'docs'), siteUrl, outDir };
      await writeFile(join(outDir, 'llms.txt'), indexText(docs, context));
      await Promise.all(
        docs.map(async (doc) => {
          const page = sourceOf(doc);
          const path = pathOf(doc, context.siteConfig.baseUrl);
          const built = { html: await readFile(join(outDir, `${path}.html`), 'utf8'), url: `${siteUrl}${path}` };
          const filled = defaultsInSource(figuresInSource(await readFile(page, 'utf8'), page, figures), page);
          const drawn = componentsInSource(filled, page, built.html, context.siteConfig.baseUrl);
          const source = claimsInSource(linksInSource(drawn, page, site), page);
          const file = join(outDir, `${path}.md`);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, claimsAsComments(picturesInSource(source, page, built)));
        }),
      );
    },
  };
}
