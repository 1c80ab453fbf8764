import type { Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** Makes one text of neighbours, so that a figure is part of its sentence for search and for the HTML. */
export function joinTexts(tree: Root): void {
  visit(tree, (node) => {
    if (!('children' in node)) return;
    const joined: Nodes[] = [];
    for (const child of node.children) {
      const last = joined.at(-1);
      if (child.type === 'text' && last?.type === 'text') last.value += child.value;
      else joined.push(child);
    }
    node.children = joined as typeof node.children;
  });
}
