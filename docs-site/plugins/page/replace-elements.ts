import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import { parsePage } from './parse.ts';

/** A component where a page uses it. */
export type PageElement = MdxJsxFlowElement | MdxJsxTextElement;

/** True for a component of one of these names. */
export function isElementOf(
  node: { readonly type: string; readonly name?: string | null },
  ...names: readonly string[]
): node is PageElement {
  return (node.type === 'mdxJsxTextElement' || node.type === 'mdxJsxFlowElement') && names.includes(node.name ?? '');
}

/** True for any component, whatever its name; what HTML has is written in small letters. */
export function isComponent(node: { readonly type: string; readonly name?: string | null }): node is PageElement {
  return (node.type === 'mdxJsxTextElement' || node.type === 'mdxJsxFlowElement') && /^[A-Z]/.test(node.name ?? '');
}

/** What an attribute in quotes says; `undefined` without it, and for one in braces. */
export function literalAttribute({ attributes }: PageElement, wanted: string): string | undefined {
  const found = attributes.find((item): item is MdxJsxAttribute => item.type === 'mdxJsxAttribute' && item.name === wanted)?.value;
  return typeof found === 'string' ? found : undefined;
}

/** A page's source with each component of these names exchanged for a text, for readers that run no build. */
export function replaceElements(source: string, file: string, names: readonly string[], textOf: (node: PageElement) => string): string {
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(parsePage(source, file), (node) => {
    const { start, end } = node.position ?? {};
    if (!isElementOf(node, ...names) || start?.offset === undefined || end?.offset === undefined) return;
    places.push({ start: start.offset, end: end.offset, text: textOf(node) });
  });
  return replacePlaces(source, places);
}

/** A text with each of these places, which are in its order, exchanged for another text. */
export function replacePlaces(
  source: string,
  places: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  return places.toReversed().reduce((text, place) => text.slice(0, place.start) + place.text + text.slice(place.end), source);
}
