import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { SKIP, visit } from 'unist-util-visit';
import { isComponent, type PageElement } from '../page/replace-elements.ts';

/** The attribute by which what a component drew is found again in the built page. */
export const MARK = 'data-component';

/** Live pictures say in words what they show, and have a step of their own. */
const TOLD_ELSEWHERE = 'LivePicture';

/** True for what only the build can draw, so that a Markdown copy has to ask the built page for it. */
export function isDrawn(node: Parameters<typeof isComponent>[0]): node is PageElement {
  return isComponent(node) && node.name !== TOLD_ELSEWHERE;
}

/** Remark plugin: puts each component of a page into an element with its number, which {@link MARK} names. It runs after all steps that replace components. */
export default function remarkComponentMarks(): (tree: Root) => void {
  return (tree) => {
    let count = 0;
    visit(tree, (node, index, parent) => {
      if (!isDrawn(node) || parent === undefined || index === undefined) return;
      parent.children.splice(index, 1, marked(node, (count += 1)));
      return [SKIP, index + 1];
    });
  };
}

function marked(node: PageElement, number: number): MdxJsxFlowElement | MdxJsxTextElement {
  const attributes = [{ type: 'mdxJsxAttribute' as const, name: MARK, value: String(number) }];
  return node.type === 'mdxJsxFlowElement'
    ? { type: node.type, name: 'div', attributes, children: [node] }
    : { type: node.type, name: 'span', attributes, children: [node] };
}
