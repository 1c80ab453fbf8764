import type { Nodes, Root, RootContent, Table, TableRow } from 'mdast';
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { nearest } from '@ringside/core';
import { SKIP, visit } from 'unist-util-visit';
import type { Figure, FigureTable, Figures } from '../../figures/figure.ts';
import { PageFault } from '../page/fault.ts';
import { figuresName, pageId } from '../page/page-id.ts';
import { parsePage } from '../page/parse.ts';
import { figureText, type PageFigures } from './read-figures.ts';
import { typedFigures } from './typed-by-hand.ts';

type Element = MdxJsxFlowElement | MdxJsxTextElement;

/** Puts each figure that a page asks for in its place, as plain text: nothing of it is left for the browser to do. */
export function placeFigures(tree: Root, file: string, all: PageFigures): void {
  const name = figuresName(pageId(file));
  visit(tree, (node, index, parent) => {
    if (!isElement(node) || (node.name !== 'Fig' && node.name !== 'FigTable')) return;
    const figure = lookUp(node, file, name, all[name]);
    if (parent === undefined || index === undefined) return;
    parent.children.splice(index, 1, node.name === 'Fig' ? inline(node, figure, file) : tableNode(node, figure, file));
    return [SKIP, index + 1];
  });
  joinTexts(tree);
}

/** Makes one text of neighbours, so that a figure is part of its sentence for search and for the HTML. */
function joinTexts(tree: Root): void {
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

/** Fails at the first figure that somebody typed by hand. */
export function refuseTypedFigures(tree: Root, file: string): void {
  const [first] = typedFigures(tree);
  if (first === undefined) return;
  const where = `figures/${figuresName(pageId(file))}.ts`;
  throw new PageFault(
    file,
    first.line,
    `"${first.text}" is typed by hand. Compute it (or cite its source) in ${where} and write <Fig name="…" />.`,
  );
}

function isElement(node: { readonly type: string }): node is Element {
  return node.type === 'mdxJsxTextElement' || node.type === 'mdxJsxFlowElement';
}

function lookUp(node: Element, file: string, page: string, figures: Figures | undefined): Figure {
  const line = node.position?.start.line;
  const attribute = node.attributes.find((item): item is MdxJsxAttribute => item.type === 'mdxJsxAttribute' && item.name === 'name');
  if (typeof attribute?.value !== 'string') throw new PageFault(file, line, `<${node.name}> needs a name="…" in quotes.`);
  const figure = figures?.[attribute.value];
  if (figure !== undefined) return figure;
  const near = nearest(attribute.value, Object.keys(figures ?? {}));
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new PageFault(file, line, `figures/${page}.ts has no figure "${attribute.value}".${hint}`);
}

function inline(node: Element, figure: Figure, file: string): RootContent {
  const value = figureText(figure);
  if (value === undefined) throw new PageFault(file, node.position?.start.line, 'A table is placed with <FigTable>, alone in its line.');
  const text = { type: 'text' as const, value };
  return node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [text] } : text;
}

function tableNode(node: Element, figure: Figure, file: string): Table {
  if (node.type === 'mdxJsxTextElement' || typeof figure === 'string' || 'value' in figure) {
    throw new PageFault(file, node.position?.start.line, '<FigTable> stands alone in its line and names a table.');
  }
  return { type: 'table', children: [figure.head, ...figure.rows].map(rowNode) };
}

function rowNode(cells: readonly string[]): TableRow {
  return { type: 'tableRow', children: cells.map((value) => ({ type: 'tableCell', children: [{ type: 'text', value }] })) };
}

/** A page's Markdown source with each figure in its place, for readers that run no build. */
export function figuresInSource(source: string, file: string, all: PageFigures): string {
  const name = figuresName(pageId(file));
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(parsePage(source, file), (node) => {
    const { start, end } = node.position ?? {};
    if (!isElement(node) || start?.offset === undefined || end?.offset === undefined) return;
    if (node.name !== 'Fig' && node.name !== 'FigTable') return;
    const figure = lookUp(node, file, name, all[name]);
    const text = figureText(figure) ?? tableMarkdown(figure as FigureTable);
    places.push({ start: start.offset, end: end.offset, text });
  });
  return places.toReversed().reduce((text, place) => text.slice(0, place.start) + place.text + text.slice(place.end), source);
}

/** A table of figures as Markdown. */
function tableMarkdown({ head, rows }: FigureTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
