import type { Element, Root as HtmlRoot } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes, Root, RootContent } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { PageFault } from '../page/fault.ts';
import { parsePage } from '../page/parse.ts';
import { replacePlaces } from '../page/replace-elements.ts';
import { isDrawn, MARK } from './marks.ts';

/** Writes Markdown that the later steps still read as a page: with braces, colons and `<` escaped. */
const markdown = unified().use(remarkGfm).use(remarkMdx).use(remarkDirective).use(remarkStringify, { bullet: '-', rule: '-' });

/**
 * A page's Markdown source with what each component drew in its place, and without the imports and comments that only a build needs.
 *
 * @param builtHtml the page as the build made it
 * @param baseUrl where the site begins, with a slash at both ends; links begin with `/` afterwards, as a page writes them
 * @throws PageFault at a component that is not in the built page
 */
export function componentsInSource(source: string, file: string, builtHtml: string, baseUrl: string): string {
  const drawn = drawnIn(builtHtml);
  let count = 0;
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(parsePage(source, file), (node) => {
    const { start, end } = node.position ?? {};
    if (start?.offset === undefined || end?.offset === undefined) return;
    const place = { start: start.offset, end: end.offset };
    if (node.type === 'mdxjsEsm' || isComment(node)) places.push({ ...place, text: '' });
    if (!isDrawn(node)) return;
    const element = drawn.get(String((count += 1)));
    if (element === undefined) throw new PageFault(file, start.line, `The build has nothing in the place of <${node.name}>.`);
    places.push({ ...place, text: markdownOf(element, baseUrl) });
  });
  return replacePlaces(source, places).replaceAll(/\n{3,}/g, '\n\n');
}

function isComment(node: Nodes): boolean {
  return (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') && /^\s*\/\*(?! proved by)/.test(node.value);
}

/** The marked elements of a built page, by their number. */
function drawnIn(builtHtml: string): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  if (!builtHtml.includes(MARK)) return found;
  visit(fromHtml(builtHtml), 'element', (element) => {
    const number = element.properties['dataComponent'];
    if (typeof number === 'string') found.set(number, element);
  });
  return found;
}

function markdownOf(element: Element, baseUrl: string): string {
  const content: HtmlRoot = { type: 'root', children: element.children };
  const tree = toMdast(content, {
    handlers: { svg: (_state, svg: Element) => label(svg), button: nothing, style: nothing },
    nodeHandlers: { comment: nothing },
  });
  const root: Root = tree.type === 'root' ? tree : { type: 'root', children: [tree] };
  visit(root, 'link', (link) => {
    if (link.url.startsWith(baseUrl)) link.url = `/${link.url.slice(baseUrl.length)}`;
  });
  return markdown.stringify(root).trim();
}

const nothing = (): undefined => undefined;

/** What a drawing says to those who do not see it. */
function label({ properties }: Element): RootContent | undefined {
  const text = properties['ariaLabel'];
  return typeof text === 'string' ? { type: 'paragraph', children: [{ type: 'text', value: `Picture: ${text}` }] } : undefined;
}
