import type { Nodes, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { figuresIn } from '../figures/typed-by-hand.ts';
import { PageFault } from '../page/fault.ts';
import { allNames, defaultsTable } from './table.ts';

/** A default that somebody typed. */
export interface TypedDefault {
  readonly key: string;
  readonly sentence: string;
  readonly line: number;
}

const NUMBER_WORD = '(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|thirty|sixty)';
const TOLD = new RegExp(String.raw`^,? which is (?:${NUMBER_WORD}|\d|on|off)\b`, 'i');
const SPELT = new RegExp(String.raw`\b${NUMBER_WORD}[ -](?:milli)?(?:seconds?|minutes?|hours?|days?|[KMG]iB|bytes?|tokens?)\b`, 'i');
const OF_A_DEFAULT = /\bdefaults?\b|\bshipped\b|\bships\b|\bunless you (?:changed?|set)\b|\bout of the box\b/i;
/** Numbers that are no values. */
const A_VERSION = /\b[3-6]\.\d+\b/g;
const A_VALUE = new RegExp(String.raw`\b(?:\d[\d,.]*|${NUMBER_WORD}|true|false)\b|\b(?:is|are) (?:on|off)\b|\b(?:on|off) by\b`, 'i');

/**
 * Finds the defaults that are typed on a page: a sentence that names a setting of cassandra.yaml beside an amount, or that says what is
 * the default of one. `<Default>` and `<Fig>` are no typed text.
 */
export function typedDefaults(tree: Root, keys: ReadonlySet<string> = allNames(defaultsTable())): readonly TypedDefault[] {
  const found: TypedDefault[] = [];
  visit(tree, (node) => {
    if (node.type !== 'paragraph' && node.type !== 'tableRow' && node.type !== 'heading') return;
    for (const sentence of sentencesOf(node.children)) {
      const key = typedKey(sentence, keys);
      const line = sentence[0]?.position?.start.line ?? node.position?.start.line ?? 1;
      if (key !== undefined)
        found.push({
          key,
          sentence: sentence
            .map((part) => toString(part))
            .join('')
            .trim(),
          line,
        });
    }
    return SKIP;
  });
  return found;
}

/** Fails at the first default that somebody typed. */
export function refuseTypedDefaults(tree: Root, file: string): void {
  const [first] = typedDefaults(tree);
  if (first === undefined) return;
  throw new PageFault(
    file,
    first.line,
    `What "${first.key}" is by default is typed here: "${first.sentence}". Write <Default of="${first.key}" />; see reference/defaults.`,
  );
}

/** The setting whose value a sentence tells in typed words; `undefined` when it tells none. */
function typedKey(sentence: readonly Nodes[], keys: ReadonlySet<string>): string | undefined {
  const codes = sentence.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : []));
  const named = codes.map((code) => code.split(':')[0] ?? '').find((key) => keys.has(key));
  if (named === undefined) return undefined;
  const texts = sentence.flatMap((node) => (node.type === 'text' ? [node.value.replaceAll(A_VERSION, '')] : []));
  const words = texts.join(' ');
  if (figuresIn(words).length > 0 || SPELT.test(words) || texts.some((text) => TOLD.test(text))) return named;
  const [, set] = codes.map((code) => code.split(': ')).find(([key]) => key === named) ?? [];
  if (set !== undefined && codes.includes('cassandra.yaml') && isValueOf(named, set)) return named;
  if (!OF_A_DEFAULT.test(words)) return undefined;
  return set !== undefined || A_VALUE.test(words) || codes.some((code) => isValueOf(named, code)) ? named : undefined;
}

function isValueOf(key: string, code: string): boolean {
  return Object.values(defaultsTable()).some((own) => [own.code, own.shipped, own.latest ?? {}].some((settings) => settings[key] === code));
}

/** The text and inline code of a block, sentence by sentence; links and emphasis count as what is in them. */
function sentencesOf(children: readonly Nodes[]): readonly (readonly Nodes[])[] {
  const sentences: Nodes[][] = [[]];
  for (const node of children.flatMap((child) => leavesOf(child))) {
    if (node.type !== 'text') sentences.at(-1)?.push(node);
    else {
      const [first = '', ...more] = node.value.split(/(?<=[.!?:;])\s+/);
      sentences.at(-1)?.push({ ...node, value: first });
      for (const value of more) sentences.push([{ ...node, value }]);
    }
  }
  return sentences;
}

function leavesOf(node: Nodes): readonly Nodes[] {
  return 'children' in node && node.type !== 'mdxJsxTextElement' ? node.children.flatMap((child) => leavesOf(child)) : [node];
}
