import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { foreignInHtml, foreignInStyle } from './support/requests.ts';
import { BUILD, builtFiles } from './support/site.ts';

const read = (path: string): Promise<string> => readFile(join(BUILD, path), 'utf8');
/** Pages for people: all but the page for what is not found, and the search page, which are the theme's. */
const isOurs = (path: string): boolean => path !== '404.html' && path !== 'search.html';

let pages: readonly { readonly path: string; readonly html: string }[];
beforeAll(async () => {
  pages = await Promise.all((await builtFiles('.html')).map(async (path) => ({ path, html: await read(path) })));
});

describe('the built pages', () => {
  it('load nothing from another server', async () => {
    const inPages = pages.flatMap(({ path, html }) => foreignInHtml(html).map((address) => `${path}: ${address}`));
    const styles = await Promise.all((await builtFiles('.css')).map(async (path) => foreignInStyle(await read(path))));
    expect([...inPages, ...styles.flat()]).toEqual([]);
  });

  it('would be caught with a planted script, font, image or style of another server', () => {
    expect(foreignInHtml('<script src="https://cdn.example/a.js"></script>')).toEqual(['https://cdn.example/a.js']);
    expect(foreignInHtml("<link rel=preload as=font href='//fonts.example/a.woff2'>")).toEqual(['//fonts.example/a.woff2']);
    expect(foreignInHtml('<img alt="" src=http://count.example/1.gif>')).toEqual(['http://count.example/1.gif']);
    expect(foreignInHtml('<p style="background:url(https://a.example/b.png)">')).toEqual(['https://a.example/b.png']);
    expect(foreignInStyle('@import "https://fonts.example/css";')).toEqual(['https://fonts.example/css']);
    expect(foreignInHtml('<a href="https://nodejs.org">Node</a><link rel="canonical" href="https://docs.example/">')).toEqual([]);
  });

  it('each say in a description what they answer, no two the same', () => {
    const described = pages
      .filter(({ path }) => isOurs(path))
      .map(({ path, html }) => {
        const [, description = ''] = /<meta[^>]*name="?description"?[^>]*content="([^"]*)"/.exec(html) ?? [];
        return { path, description };
      });
    expect(described.filter(({ description }) => description.length < 20)).toEqual([]);
    expect(new Set(described.map(({ description }) => description)).size).toBe(described.length);
  });

  it('have their pictures in the HTML, before any script runs', () => {
    const html = (path: string): string => pages.find((page) => page.path === path)?.html ?? '';
    expect(html('index.html')).toMatch(/<svg[^>]*aria-label="A token ring of \d+ nodes/);
    expect(html('develop/architecture.html')).toMatch(/<svg[\s\S]*>node-control<\/text>/);
  });

  it('are all in the sitemap and in llms.txt, with their Markdown beside them', async () => {
    const [sitemap, llms, sources] = await Promise.all([read('sitemap.xml'), read('llms.txt'), builtFiles('.md')]);
    const documents = pages.map(({ path }) => path.replace(/\.html$/, '')).filter((path) => isOurs(`${path}.html`) && path !== 'index');
    expect(documents.filter((path) => !sitemap.includes(`/${path}<`))).toEqual([]);
    expect(documents.filter((path) => !llms.includes(`](${path}.md)`))).toEqual([]);
    expect(documents.filter((path) => !sources.includes(`${path}.md`))).toEqual([]);
  });

  it('have a section for every error code, under the anchor that is its name', async () => {
    const { declaredErrors } = await import('../scripts/generate/declared-errors.ts');
    const codes = (await declaredErrors()).flatMap(({ kinds }) => kinds.map(({ code }) => code));
    const html = pages.find(({ path }) => path === 'reference/errors.html')?.html ?? '';
    expect(codes.filter((code) => !new RegExp(`id="?${code.toLowerCase()}"?[\\s>]`).test(html))).toEqual([]);
  });
});
