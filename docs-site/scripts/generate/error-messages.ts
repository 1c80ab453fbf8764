import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { parsePage } from '../../plugins/page/parse.ts';
import { siteFolder } from './write.ts';

/** The messages of the error index, in its order; `…` stands for what varies. Each is a heading there, in code. */
export async function errorMessages(): Promise<readonly string[]> {
  const file = join(siteFolder, 'docs/learn/errors.md');
  const found: string[] = [];
  visit(parsePage(await readFile(file, 'utf8'), file), 'heading', (heading) => {
    const [first] = heading.children;
    if (heading.depth === 3 && first?.type === 'inlineCode') found.push(toString(first));
  });
  return found;
}
