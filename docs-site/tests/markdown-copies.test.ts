import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Definition, Image, Link } from 'mdast';
import { visit } from 'unist-util-visit';
import { beforeAll, describe, expect, it } from 'vitest';
import { componentsInSource } from '../plugins/components/in-source.ts';
import { linksInSource } from '../plugins/markdown-links.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { BUILD, builtFiles } from './support/site.ts';

/** All addresses of a Markdown file: of links and images, and those that an element of HTML has. */
function addressesIn(markdown: string): readonly string[] {
  const found: string[] = [];
  visit(parsePage(markdown, 'copy.md'), ['link', 'image', 'definition', 'html'], (node) => {
    if (node.type === 'html') {
      found.push(...[...node.value.matchAll(/\b(?:href|src|to)\s*=\s*["']([^"']+)["']/g)].map(([, url]) => url ?? ''));
    } else {
      found.push((node as Link | Image | Definition).url);
    }
  });
  return found;
}

interface Build {
  readonly files: ReadonlySet<string>;
  /** Under which address it stands. */
  readonly siteUrl: string;
  readonly idsOf: (file: string) => ReadonlySet<string>;
}

/** What is wrong with one address of a Markdown copy; undefined when it leads somewhere. */
function faultOf(address: string, from: string, { files, siteUrl, idsOf }: Build): string | undefined {
  const isOwn = address.startsWith(siteUrl);
  if (!isOwn && /^[a-z][a-z0-9+.-]*:/i.test(address)) return undefined;
  const [path = '', anchor = ''] = (isOwn ? address.slice(siteUrl.length) : address).split('#');
  const below = path === '' && !isOwn ? from : posix.join(isOwn ? '.' : posix.dirname(from), decodeURI(path));
  const target = [below, `${below}.html`, posix.join(below, 'index.html')].find((file) => files.has(file));
  if (target === undefined || address.startsWith('/')) return `${from}: ${address} leads nowhere`;
  const page = target.replace(/\.md$/, '.html');
  return anchor === '' || idsOf(page).has(decodeURIComponent(anchor)) ? undefined : `${from}: ${address} leads to no part of ${page}`;
}

/** What a Markdown file has that only a build of this site can read: imports, components, comments of MDX. */
function sourceIn(markdown: string): readonly string[] {
  const found: string[] = [];
  visit(parsePage(markdown, 'copy.md'), ['html', 'text'], (node) => {
    const { value } = node as { readonly value: string };
    const isSource = node.type === 'html' ? /^<\/?(?:[A-Z]|>)/.test(value) : /^import .* from '|\{\/\*|\bclassName=/m.test(value);
    if (isSource) found.push(value);
  });
  return found;
}

let build: Build;
let copies: readonly { readonly file: string; readonly text: string }[];
beforeAll(async () => {
  const files = new Set(await builtFiles(''));
  const sitemap = await readFile(join(BUILD, 'sitemap.xml'), 'utf8');
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address ?? '');
  const shortest = addresses.reduce((best, address) => (address.length < best.length ? address : best));
  const pages = await Promise.all(
    [...files].filter((file) => file.endsWith('.html')).map(async (file) => [file, await readFile(join(BUILD, file), 'utf8')] as const),
  );
  const ids = new Map(
    pages.map(([file, html]) => [file, new Set([...html.matchAll(/\sid=(?:"([^"]+)"|([^\s>"]+))/g)].map(([, a, b]) => a ?? b ?? ''))]),
  );
  build = { files, siteUrl: shortest.endsWith('/') ? shortest : `${shortest}/`, idsOf: (file) => ids.get(file) ?? new Set() };
  copies = await Promise.all(
    [...(await builtFiles('.md')), 'llms.txt'].map(async (file) => ({ file, text: await readFile(join(BUILD, file), 'utf8') })),
  );
});

describe('the Markdown copies of the pages, and llms.txt', () => {
  it('have no link that leads nowhere: each to a file of the build, and to a part that its page has', () => {
    const links = copies.flatMap(({ file, text }) => addressesIn(text).map((address) => ({ file, address })));
    expect(links.length).toBeGreaterThan(1_000);
    expect(links.flatMap(({ file, address }) => faultOf(address, file, build) ?? [])).toEqual([]);
  });

  it('lead from one copy to another, so that a reader of Markdown stays in Markdown', () => {
    const toPages = copies.flatMap(({ file, text }) =>
      addressesIn(text)
        .filter((address) => !/^(?:[a-z]+:|#)/.test(address))
        .filter((address) => !/\.md(?:#|$)/.test(address))
        .map((address) => `${file}: ${address}`),
    );
    expect(toPages).toEqual([]);
  });

  it('need no build to be read: no imports, no components, no comments of MDX', () => {
    expect(copies.flatMap(({ file, text }) => sourceIn(text).map((source) => `${file}: ${source}`))).toEqual([]);
  });

  it('have what the components of a page drew: the recorded run, and tables', () => {
    const textOf = (file: string): string => copies.find((copy) => copy.file === file)?.text ?? '';
    expect(textOf('quick-start.md')).toContain('```\n$ npm start\n');
    expect(textOf('develop/benchmarks.md')).toMatch(/^\| Benchmark +\| Figure/m);
  });

  it('say in llms.txt where each page is, in every version the same', () => {
    const { text } = copies.find(({ file }) => file === 'llms.txt') ?? { text: '' };
    const addresses = addressesIn(text);
    expect(addresses.length).toBeGreaterThan(100);
    expect(addresses.filter((address) => /^[a-z]+:|^\/|^\d/.test(address))).toEqual([]);
  });

  it.each(["import { A } from 'a';", '<Recorded step="start" />', 'x <Count /> y', '{/* a comment */}'])(
    'show the planted %s',
    (source) => {
      expect(sourceIn(`# A\n\n${source}\n`)).toHaveLength(1);
    },
  );

  it.each([
    ['[x](../learn/gossip.mdx)', 'learn.md: ../learn/gossip.mdx leads nowhere'],
    ['[x](/learn/gossip)', 'learn.md: /learn/gossip leads nowhere'],
    ['<a href="gone.md">x</a>', 'learn.md: gone.md leads nowhere'],
    ['[x](learn/gossip.md#no-such-part)', 'learn.md: learn/gossip.md#no-such-part leads to no part of learn/gossip.html'],
  ])('show the planted dead link %s', (markdown, fault) => {
    expect(addressesIn(markdown).map((address) => faultOf(address, 'learn.md', build))).toEqual([fault]);
  });
});

describe('linksInSource()', () => {
  const site = {
    pages: new Map([
      ['/site/docs/operate/index.md', 'operate'],
      ['/site/docs/operate/status.md', 'operate/status'],
      ['/site/docs/learn/gossip.mdx', 'learn/gossip'],
    ]),
    sources: '/site/docs',
    siteUrl: 'https://docs.example.org/1.0/',
    outDir: BUILD,
  };
  const inStatus = (source: string): string => linksInSource(source, '/site/docs/operate/status.md', site);

  it.each([
    ['[a](../learn/gossip.mdx#rounds)', '[a](../learn/gossip.md#rounds)'],
    ['[a](./index.md)', '[a](../operate.md)'],
    ['[a](/learn/gossip)', '[a](../learn/gossip.md)'],
    ['[a](/learn/gossip.mdx "title")', '[a](../learn/gossip.md "title")'],
    ['[a](<../learn/gossip.mdx>)', '[a](<../learn/gossip.md>)'],
    ['[b]\n\n[b]: ../learn/gossip.mdx', '[b]\n\n[b]: ../learn/gossip.md'],
    ['[](../learn/gossip.mdx)', '[](../learn/gossip.md)'],
    ['[![i](/img/logo.svg)](../learn/gossip.mdx)', '[![i](https://docs.example.org/1.0/img/logo.svg)](../learn/gossip.md)'],
    ['[`](x)` ../learn/gossip.mdx](../learn/gossip.mdx)', '[`](x)` ../learn/gossip.mdx](../learn/gossip.md)'],
    ['[here](#part) [far](https://example.org/x.mdx) `[a](../learn/gossip.mdx)`', undefined],
    ['```md\n[a](../learn/gossip.mdx)\n```', undefined],
  ])('makes of %s what leads to the copy', (source, expected = source) => expect(inStatus(source)).toBe(expected));

  it('turns a link on the page of a section, whose copy stands one folder above its source', () => {
    expect(linksInSource('[a](status.md) [b](../learn/gossip.mdx)', '/site/docs/operate/index.md', site)).toBe(
      '[a](operate/status.md) [b](learn/gossip.md)',
    );
  });

  it('fails at a link that leads nowhere', () => {
    expect(() => inStatus('text\n\n[a](picture.png)')).toThrow(/leads nowhere/);
  });
});

describe('componentsInSource()', () => {
  const drawn = (source: string, html: string): string => componentsInSource(source, '/site/docs/quick-start.mdx', html, '/docs/');

  it('puts what the build drew in the place of each component, and leaves imports and comments out', () => {
    const source = "import { T } from 't';\n\n# A\n\n<T />\n\n{/* why */}\n\n<T />\n\nThere are <N /> of them.\n";
    const html =
      '<div data-component=1><figure><pre><code><span>$ </span>npm start\n{ b } < c\n</code></pre><button>Copy</button></figure></div>' +
      '<div data-component=2><table><thead><tr><th>Page<tbody><tr><td><a href=/docs/learn/gossip#x>gossip</a></table></div>' +
      '<p>There are <span data-component=3>7<!-- --> </span> of them.</p>';
    expect(drawn(source, html)).toBe(
      '\n\n# A\n\n```\n$ npm start\n{ b } < c\n```\n\n| Page                      |\n| ------------------------- |\n' +
        '| [gossip](/learn/gossip#x) |\n\nThere are 7 of them.\n',
    );
  });

  it('says what a drawing says', () => {
    expect(drawn('<P />', '<div data-component=1><svg aria-label="A ring of six"><text>n1</text></svg></div>')).toBe(
      'Picture: A ring of six',
    );
  });

  it('leaves marks of claims and live pictures to their own steps', () => {
    const source = 'A.{/* proved by fence x */}\n\n<LivePicture id="x" />';
    expect(drawn(source, '')).toBe(source);
  });

  it('fails at a component that the build has not drawn', () => {
    expect(() => drawn('# A\n\n<T />', '<p>nothing</p>')).toThrow('quick-start.mdx:3: The build has nothing in the place of <T>.');
  });
});
