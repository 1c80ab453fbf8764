import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { PageFault, shownPath } from '../page/fault.ts';
import { isElementOf, literalAttribute } from '../page/replace-elements.ts';

/**
 * Remark plugin: writes into every `<LivePicture>` where it stands (`at="docs/learn/x.mdx:12"`), so that one that cannot be drawn fails the
 * build with its place. Two of one name on a page fail at once, because they would share the page's address.
 */
export default function remarkLivePictures() {
  return (tree: Root, page: VFile): void => {
    const lines = new Map<string, number>();
    visit(tree, (node) => {
      if (!isElementOf(node, 'LivePicture')) return;
      const line = node.position?.start.line ?? 1;
      const name = literalAttribute(node, 'name') ?? literalAttribute(node, 'id');
      if (name === undefined) throw new PageFault(page.path, line, '<LivePicture> needs an id="…" in quotes.');
      if (node.attributes.some((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'key')) {
        throw new PageFault(page.path, line, '<LivePicture> never sees a key="…": React keeps that attribute for itself. Leave it out.');
      }
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
