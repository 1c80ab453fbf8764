import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintProse } from '../scripts/prose/lint.ts';
import { SITE } from './support/site.ts';

const DOCS = join(SITE, 'docs');
const pages = (await readdir(DOCS, { recursive: true }))
  .filter((path) => /\.mdx?$/.test(path) && !path.startsWith('reference/'))
  .toSorted();

const messages = async (text: string): Promise<readonly string[]> =>
  (await lintProse(text, 'page.mdx')).map(({ line, message }) => `${line}: ${message}`);

describe('the prose', { timeout: 60_000 }, () => {
  it.each(pages)('of %s is spelt by the vocabulary, with no word twice and in the words of the house', async (path) => {
    const faults = await lintProse(await readFile(join(DOCS, path), 'utf8'), path);
    expect(faults.map(({ line, message }) => `docs/${path}:${line}: ${message}`)).toEqual([]);
  });

  it('has its planted faults found, each with its line', async () => {
    expect(await messages('# A page\n\nThe replicca answers.')).toEqual([expect.stringMatching(/^3: .*replicca/)]);
    expect(await messages('It asks the\nthe coordinator.')).toEqual([expect.stringMatching(/^1: .*repeated `the`/i)]);
    expect(await messages('It is a answer.')).toEqual([expect.stringMatching(/^1: .*`an answer`|^1: .*article/)]);
    expect(await messages('A data centre is simply large.')).toEqual([
      '1: "data centre": write datacenter',
      expect.stringContaining('"simply"'),
    ]);
  });

  it.each([
    ['A node is taken for dead.', 'considered down'],
    ['It is 1 unless told.', 'by default'],
    ['It stays for ever.', 'permanently'],
    ['Three things are worth seeing.', 'Notice'],
    ['It hangs on the number of nodes.', 'depends on'],
    ['A request under way.', 'in progress'],
    ['A read is twice as dear.', 'expensive'],
    ['Few tokens a node.', 'tokens per node'],
  ])('has a phrase at which a reader stops found in the planted "%s"', async (sentence, rather) => {
    expect(await messages(sentence)).toEqual([expect.stringContaining(rather)]);
  });

  it('is not looked for in code, outputs, imports or components', async () => {
    expect(await messages('import { Xyzzq } from "x";\n\n`fooqux` <Fig name="blarg" />\n\n```bash\nplugh xyzzy\n```')).toEqual([]);
  });

  it('of neighbouring cells of a table is not one sentence', async () => {
    expect(await messages('| a | b |\n| --- | --- |\n| none | none |')).toEqual([]);
  });
});
