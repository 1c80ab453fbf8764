import type { Root, RootContent, Table } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { PageFault } from '../page/fault.ts';
import { joinTexts } from '../page/join-texts.ts';
import { isElementOf, literalAttribute, type PageElement, replaceElements } from '../page/replace-elements.ts';
import { defaultsTable, type DefaultsTable, keyIn, lookUpDefault, type Origin, ORIGINS, versionOf } from './table.ts';
import { comparison } from './compare.ts';

const [ONE, ROWS] = ['Default', 'DefaultTable'] as const;

/**
 * Puts each default that a page asks for in its place: `<Default of="hints_flush_period" />` in a sentence, and
 * `<DefaultTable of="hints_flush_period max_hint_window" />` alone in its line for all versions.
 *
 * `as="switch"` says "on" or "off", `as="code"` shows the value as code.
 *
 * @throws PageFault for a setting that the version does not have, and for one whose value depends on the file that a node was given, unless
 * the page says which: `from="code"`, `"shipped"` (`cassandra.yaml`) or `"latest"` (`cassandra_latest.yaml`)
 */
export function placeDefaults(tree: Root, file: string): void {
  visit(tree, (node, index, parent) => {
    if (!isElementOf(node, ONE, ROWS) || parent === undefined || index === undefined) return;
    parent.children.splice(index, 1, node.name === ONE ? inline(node, file) : tableNode(rowsOf(node, file)));
    return [SKIP, index + 1];
  });
  joinTexts(tree);
}

/** A page's Markdown source with each default in its place, for readers that run no build. */
export function defaultsInSource(source: string, file: string): string {
  return replaceElements(source, file, [ONE, ROWS], (node) => {
    if (node.name === ONE) return literalAttribute(node, 'as') === 'code' ? `\`${valueOf(node, file)}\`` : valueOf(node, file);
    const [head = [], ...rows] = rowsOf(node, file).map((cells) => cells.map(({ text, isCode }) => (isCode ? `\`${text}\`` : text)));
    return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  });
}

function inline(node: PageElement, file: string): RootContent {
  const type = literalAttribute(node, 'as') === 'code' ? 'inlineCode' : 'text';
  const text = { type, value: valueOf(node, file) } as const;
  return node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [text] } : text;
}

/** The value that an element asks for. */
function valueOf(node: PageElement, file: string): string {
  const fail = (message: string): PageFault => new PageFault(file, node.position?.start.line, message);
  const table = defaultsTable();
  const line = literalAttribute(node, 'cassandra') ?? '5.0';
  const version = versionOf(table, line);
  if (version === undefined) throw fail(`The table of defaults has no Cassandra ${line}; it has ${Object.keys(table).join(', ')}.`);
  const from = literalAttribute(node, 'from') as Origin | undefined;
  if (from !== undefined && !ORIGINS.includes(from)) throw fail(`from="${from}" is none of ${ORIGINS.join(', ')}.`);
  const [name = '', more] = namesOf(node);
  if (more !== undefined || name === '') throw fail('<Default> names one setting: of="…".');
  const { values, isOne } = guard(() => lookUpDefault(table, version, name), fail);
  const value = values[from ?? 'shipped'];
  if (from === undefined && !isOne) {
    const told = ORIGINS.map((origin) => `${origin} ${values[origin] ?? 'unset'}`).join(', ');
    throw fail(`What "${name}" is depends on the file: ${told}. Say which one the sentence is about: from="…".`);
  }
  if (value === undefined)
    throw fail(`"${name}" is unset in Cassandra ${version}, or computed when the node starts: it has no value to show.`);
  return literalAttribute(node, 'as') === 'switch' ? switchOf(value) : value;
}

/** What a value is as a switch: nothing and zero are off. */
function switchOf(value: string): string {
  return value === 'false' || /^0(?: |$)/.test(value) ? 'off' : 'on';
}

interface Cell {
  readonly text: string;
  readonly isCode: boolean;
}

function rowsOf(node: PageElement, file: string): readonly (readonly Cell[])[] {
  const fail = (message: string): PageFault => new PageFault(file, node.position?.start.line, message);
  const table: DefaultsTable = defaultsTable();
  if (node.type === 'mdxJsxTextElement' || namesOf(node).length === 0) throw fail(`<${ROWS}> stands alone in its line and names settings.`);
  const unknown = namesOf(node).find((name) => Object.values(table).every((own) => keyIn(table, own, name) === undefined));
  if (unknown !== undefined) guard(() => lookUpDefault(table, Object.keys(table).at(-1) ?? '', unknown), fail);
  const head = ['setting', ...Object.keys(table)].map((text) => ({ text, isCode: false }));
  const rows = namesOf(node).map((name) => {
    const cells: readonly Cell[] = Object.keys(table).map((version) => ({ text: comparison(table, version, name), isCode: false }));
    return [{ text: name, isCode: true }].concat(cells);
  });
  return [head, ...rows];
}

function namesOf(node: PageElement): readonly string[] {
  return (literalAttribute(node, 'of') ?? '').split(/\s+/).filter(Boolean);
}

function tableNode(rows: readonly (readonly Cell[])[]): Table {
  return {
    type: 'table',
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map(({ text, isCode }) => ({ type: 'tableCell', children: [{ type: isCode ? 'inlineCode' : 'text', value: text }] })),
    })),
  };
}

/** Gives what went wrong its place. */
function guard<T>(look: () => T, fail: (message: string) => PageFault): T {
  try {
    return look();
  } catch (error) {
    throw fail(`${error instanceof Error ? error.message : String(error)}.`);
  }
}
