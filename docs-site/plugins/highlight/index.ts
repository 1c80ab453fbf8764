import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { fitOf } from '../../src/components/code/fit.ts';
import { highlight } from './highlight.ts';

const TITLE = /\btitle="([^"]*)"/;

/**
 * Remark plugin: colours every code block while the site is built and hands `CodeBlock` the result, so that no page loads a highlighter or
 * colours its code anew in the reader's browser.
 */
export default function remarkHighlight() {
  return (tree: Root): void => {
    visit(tree, 'code', (node) => {
      const [, title] = TITLE.exec(node.meta ?? '') ?? [];
      const highlighted = highlight(node.value, node.lang ?? 'text');
      const fit = fitOf(node.value, node.lang ?? 'text');
      const columns = fit.kind === 'aligned' ? { columns: String(fit.columns) } : {};
      node.data = { ...node.data, hProperties: { highlighted, ...columns, ...(title === undefined ? {} : { title }) } };
      // The text stands in what is highlighted; a second copy would only make the page heavier.
      node.value = '';
    });
  };
}
