import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { PageFault, shownPath } from '../page/fault.ts';

type Element = MdxJsxFlowElement | MdxJsxTextElement;

/**
 * Remark plugin: writes into every `<LivePicture>` where it stands (`at="docs/learn/x.mdx:12"`), so that one that cannot be drawn fails the
 * build with its place. Two of one name on a page fail at once, because they would share the page's address.
 */
export default function remarkLivePictures() {
  return (tree: Root, page: VFile): void => {
    const lines = new Map<string, number>();
    visit(tree, (node) => {
      if (!isLivePicture(node)) return;
      const line = node.position?.start.line ?? 1;
      const name = literal(node, 'name') ?? literal(node, 'id');
      if (name === undefined) throw new PageFault(page.path, line, '<LivePicture> needs an id="…" in quotes.');
      const other = lines.get(name);
      if (other !== undefined) {
        throw new PageFault(
          page.path,
          line,
          `<LivePicture>: the one in line ${other} is called ${name}, too. Give one of them a name="…".`,
        );
      }
      lines.set(name, line);
      node.attributes.push({ type: 'mdxJsxAttribute', name: 'at', value: `${shownPath(page.path)}:${line}` });
    });
  };
}

function isLivePicture(node: { readonly type: string; readonly name?: string | null }): node is Element {
  return (node.type === 'mdxJsxTextElement' || node.type === 'mdxJsxFlowElement') && node.name === 'LivePicture';
}

function literal(node: Element, wanted: string): string | undefined {
  const found = node.attributes.find((item) => item.type === 'mdxJsxAttribute' && item.name === wanted)?.value;
  return typeof found === 'string' ? found : undefined;
}
