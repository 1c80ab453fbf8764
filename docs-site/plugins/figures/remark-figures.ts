import type { Root, RootContent, Table, TableRow } from 'mdast';
import { nearest } from '@ringside/core';
import { SKIP, visit } from 'unist-util-visit';
import type { Figure, FigureTable, Figures } from '../../figures/figure.ts';
import { PageFault } from '../page/fault.ts';
import { joinTexts } from '../page/join-texts.ts';
import { figuresName, pageId } from '../page/page-id.ts';
import { isElementOf, literalAttribute, type PageElement, replaceElements } from '../page/replace-elements.ts';
import { figureText, type PageFigures } from './read-figures.ts';
import { typedFigures } from './typed-by-hand.ts';

/** Puts each figure that a page asks for in its place, as plain text: nothing of it is left for the browser to do. */
export function placeFigures(tree: Root, file: string, all: PageFigures): void {
  const name = figuresName(pageId(file));
  visit(tree, (node, index, parent) => {
    if (!isElementOf(node, 'Fig', 'FigTable')) return;
    const figure = lookUp(node, file, name, all[name]);
    if (parent === undefined || index === undefined) return;
    parent.children.splice(index, 1, node.name === 'Fig' ? inline(node, figure, file) : tableNode(node, figure, file));
    return [SKIP, index + 1];
  });
  joinTexts(tree);
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

function lookUp(node: PageElement, file: string, page: string, figures: Figures | undefined): Figure {
  const line = node.position?.start.line;
  const wanted = literalAttribute(node, 'name');
  if (wanted === undefined) throw new PageFault(file, line, `<${node.name}> needs a name="…" in quotes.`);
  const figure = figures?.[wanted];
  if (figure !== undefined) return figure;
  const near = nearest(wanted, Object.keys(figures ?? {}));
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new PageFault(file, line, `figures/${page}.ts has no figure "${wanted}".${hint}`);
}

function inline(node: PageElement, figure: Figure, file: string): RootContent {
  const value = figureText(figure);
  if (value === undefined) throw new PageFault(file, node.position?.start.line, 'A table is placed with <FigTable>, alone in its line.');
  const text = { type: 'text' as const, value };
  return node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [text] } : text;
}

function tableNode(node: PageElement, figure: Figure, file: string): Table {
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
  return replaceElements(source, file, ['Fig', 'FigTable'], (node) => {
    const figure = lookUp(node, file, name, all[name]);
    return figureText(figure) ?? tableMarkdown(figure as FigureTable);
  });
}

/** A table of figures as Markdown. */
function tableMarkdown({ head, rows }: FigureTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
