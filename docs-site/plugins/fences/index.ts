import type { Code, Paragraph, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { pageId } from '../page/page-id.ts';
import { isOutput, readFences, readVary } from './read-fences.ts';
import { strictnessOf } from './strictness.ts';
import { describeVary } from './vary.ts';

/** Remark plugin: refuses what the runner would refuse, titles each fence, and says beside an output what of it may differ. */
export default function remarkFences() {
  return (tree: Root, page: VFile): void => {
    const strictness = strictnessOf(pageId(page.path));
    if (strictness === undefined) return;
    const fences = readFences(tree, page.path, strictness);
    visit(tree, 'code', (node, index, parent) => {
      const fence = fences.find(({ line }) => line === node.position?.start.line);
      // The highlighter knows CQL by its likeness to SQL.
      if (fence?.language === 'cql') node.lang = 'sql';
      if (fence?.language === 'cql' && fence.node > 1) node.meta = `title="coordinator: 127.0.0.${fence.node}"`;
      if (fence?.notRun !== undefined) node.meta = '';
      if (!isOutput(node) || parent === undefined || index === undefined) return;
      const note = noteOf(node, page.path);
      node.meta = 'title="output"';
      if (note === undefined) return;
      parent.children.splice(index + 1, 0, note);
      return [SKIP, index + 2];
    });
  };
}

function noteOf(node: Code, file: string): Paragraph | undefined {
  const vary = readVary(node, file);
  if (vary.length === 0) return undefined;
  const text = { type: 'text' as const, value: `Not compared from run to run: ${describeVary(vary)}.` };
  return { type: 'paragraph', data: { hProperties: { className: ['fence-note'] } }, children: [text] };
}
