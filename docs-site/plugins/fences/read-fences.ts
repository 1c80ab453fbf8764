import { nearest } from '@ringside/core';
import type { Code, Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { PageFault } from '../page/fault.ts';
import { parseAttributes } from './attributes.ts';
import { type Fence, type FenceOutput, isRunLanguage, RUN_LANGUAGES } from './fence.ts';
import { type Vary, VARIES } from './vary.ts';

/** How strict a page is: `all` must run, or each fence may say why it does not. */
export type Strictness = 'all' | 'reasons';

/** The words that a fence that is run may have after its language. */
export const RUN_ATTRIBUTES = ['id', 'node', 'fails', 'until', 'quiet', 'not-run', 'title'];
const OUTPUT_ATTRIBUTES = ['output', 'vary'];

/**
 * Every fence of a page that is run, or says why not, in order.
 *
 * @throws PageFault that names the line, for a fence without a language, an unknown word, an output that follows nothing, and on a strict page
 * for everything that is neither run nor an output
 */
export function readFences(tree: Root, file: string, strictness: Strictness): readonly Fence[] {
  const fences: Fence[] = [];
  visit(tree, 'code', (node, index, parent) => {
    const language = node.lang;
    if (typeof language !== 'string') throw new PageFault(file, lineOf(node), 'This fence names no language.');
    if (isRunLanguage(language)) fences.push(readFence(node, language, outputAfter(parent, index), file, strictness));
    else if (isOutput(node)) requireFence(node, parent, index, file);
    else if (strictness === 'all') throw new PageFault(file, lineOf(node), notRun(language));
  });
  return fences;
}

/** True for a fence that shows what the one before it printed. */
export function isOutput(node: Nodes | undefined): node is Code {
  return node?.type === 'code' && node.lang === 'text' && /^output\b/.test(node.meta ?? '');
}

/** What of an output may differ. */
export function readVary(node: Code, file: string): readonly Vary[] {
  const words = (guard(node, file, () => parseAttributes(node.meta ?? '', OUTPUT_ATTRIBUTES)).get('vary') ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const unknown = words.find((word) => !(VARIES as readonly string[]).includes(word));
  if (unknown === undefined) return words as Vary[];
  const near = nearest(unknown, VARIES);
  throw new PageFault(
    file,
    lineOf(node),
    `vary knows no "${unknown}"; ${near === undefined ? `there are ${VARIES.join(', ')}` : `did you mean "${near}"?`}`,
  );
}

function readFence(node: Code, language: Fence['language'], output: Code | undefined, file: string, strictness: Strictness): Fence {
  const words = guard(node, file, () => parseAttributes(node.meta ?? '', RUN_ATTRIBUTES));
  const notRunReason = reason(words.get('not-run'), 'not-run', node, file);
  if (strictness === 'all' && notRunReason !== undefined)
    throw new PageFault(file, lineOf(node), 'Every fence of this page is run; not-run is for others.');
  const quiet = reason(words.get('quiet'), 'quiet', node, file);
  const until = words.get('until');
  return {
    language,
    code: node.value,
    line: lineOf(node),
    end: placeOf(node, file).end,
    node: readNode(words.get('node'), language, node, file),
    fails: words.has('fails'),
    ...(until === undefined ? {} : { until: guard(node, file, () => new RegExp(until, 'm')) }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(notRunReason === undefined ? {} : { notRun: notRunReason }),
    ...(output === undefined ? {} : { output: readOutput(output, file) }),
  };
}

function readOutput(node: Code, file: string): FenceOutput {
  return { text: node.value, vary: readVary(node, file), line: lineOf(node), ...placeOf(node, file) };
}

/** Where a fence stands in the page's source. */
function placeOf(node: Code, file: string): { readonly start: number; readonly end: number } {
  const { start, end } = node.position ?? {};
  if (start?.offset === undefined || end?.offset === undefined) throw new PageFault(file, lineOf(node), 'This fence has no place.');
  return { start: start.offset, end: end.offset };
}

function readNode(word: string | undefined, language: string, node: Code, file: string): number {
  if (word === undefined) return 1;
  if (language !== 'cql' || !/^[1-9]$/.test(word)) throw new PageFault(file, lineOf(node), 'node= is a digit, for cql fences only.');
  return Number(word);
}

function reason(word: string | undefined, name: string, node: Code, file: string): string | undefined {
  if (word !== undefined && word.length < 10) throw new PageFault(file, lineOf(node), `${name} needs its reason: ${name}="…".`);
  return word;
}

type Parent = { readonly children: readonly Nodes[] } | undefined;

function outputAfter(parent: Parent, index: number | undefined): Code | undefined {
  const next = index === undefined ? undefined : parent?.children[index + 1];
  return isOutput(next) ? next : undefined;
}

function requireFence(node: Code, parent: Parent, index: number | undefined, file: string): void {
  readVary(node, file);
  const before = index === undefined ? undefined : parent?.children[index - 1];
  if (before?.type !== 'code' || !isRunLanguage(before.lang ?? ''))
    throw new PageFault(file, lineOf(node), 'This output follows no fence that is run.');
}

function notRun(language: string): string {
  const near = nearest(language, RUN_LANGUAGES);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `A "${language}" fence is not run; on this page there are ${RUN_LANGUAGES.join(', ')}, and "text output" after one.${hint}`;
}

function lineOf(node: Code): number {
  return node.position?.start.line ?? 1;
}

/** Gives what went wrong its place. */
function guard<T>(node: Code, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new PageFault(file, lineOf(node), error instanceof Error ? error.message : String(error));
  }
}
