import { readFileSync } from 'node:fs';
import dictionary from 'dictionary-en-gb';
import type { Nodes, Root } from 'mdast';
import retextEnglish from 'retext-english';
import retextIndefiniteArticle from 'retext-indefinite-article';
import retextRepeatedWords from 'retext-repeated-words';
import retextSpell from 'retext-spell';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { parsePage } from '../../plugins/page/parse.ts';
import { houseWords } from './house-words.ts';

/** A fault of a page's prose. */
export interface ProseFault {
  readonly line: number;
  readonly message: string;
}

const VOCABULARY = new URL('../../vocabulary.txt', import.meta.url);

const linter = unified()
  .use(retextEnglish)
  .use(retextIndefiniteArticle)
  .use(retextRepeatedWords)
  .use(retextSpell, { dictionary, personal: readFileSync(VOCABULARY, 'utf8'), max: 50 })
  // Only the faults are wanted, not the text again.
  .use(function compile() {
    this.compiler = () => '';
  });

/** Everything that the linter finds in a page's prose: spelling by the vocabulary, repeated words, articles, and words of the house. */
export async function lintProse(source: string, file: string): Promise<readonly ProseFault[]> {
  const prose = proseOf(parsePage(source, file), source);
  const text = new VFile({ path: file, value: prose });
  await linter.process(text);
  const found = text.messages.map(({ line, reason }) => ({ line: line ?? 1, message: reason }));
  return [...found, ...houseWords(prose)].toSorted((a, b) => a.line - b.line);
}

/** A page's source in which everything but prose is blank, so that places stay as they are. */
function proseOf(tree: Root, source: string): string {
  const shown = new Uint8Array(source.length);
  visit(tree, (node) => {
    if (isOpaque(node)) return SKIP;
    const { start, end } = node.position ?? {};
    if (node.type === 'text' && start?.offset !== undefined && end?.offset !== undefined) shown.fill(1, start.offset, end.offset);
  });
  return source
    .split('')
    .map((character, index) => (shown[index] === 1 || character === '\n' ? character : blank(source, index)))
    .join('');
}

/** What stands for code in a sentence, and between the cells of a table: no two words may meet there that do not on the page. */
function blank(source: string, index: number): string {
  if (source[index] === '|') return '.';
  return source[index] === '`' ? '–' : ' ';
}

function isOpaque(node: Nodes): boolean {
  return ['code', 'inlineCode', 'yaml', 'mdxjsEsm', 'mdxFlowExpression', 'mdxTextExpression', 'html'].includes(node.type);
}
