import { type OptionSpec, takesValue } from '../table/option.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { GLOBAL_OPTION_SPECS } from './global-options.ts';

const HELP: OptionSpec = { flags: '-h, --help', type: 'flag', doc: 'Show help' };

/**
 * Puts `--` before the words that a command hands on to another program, so that nothing in them is taken for an option of ours:
 * `nodetool --node node2 repair --full` becomes `nodetool --node node2 -- repair --full`. Leaves every other line alone.
 */
export function shieldForeignWords(words: readonly string[], commands: readonly CatalogueEntry[]): string[] {
  const { entry, next } = findCommand(words, commands);
  if (entry?.foreign === undefined) return [...words];
  const { options, anywhere } = entry.foreign;
  const own: string[] = [];
  const foreign: string[] = [];
  for (let at = next; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--') {
      foreign.push(...words.slice(at + 1));
      break;
    }
    const isFirst = foreign.length === 0;
    const spec =
      isFirst || anywhere
        ? optionOf(word, isFirst ? [...options, ...GLOBAL_OPTION_SPECS, HELP] : [...options, ...GLOBAL_OPTION_SPECS])
        : undefined;
    if (spec === undefined) foreign.push(word);
    else own.push(...words.slice(at, (at += hasValueBeside(spec, word) ? 1 : 0) + 1));
  }
  return [...words.slice(0, next), ...own, '--', ...foreign];
}

/** The command that a line names, and where its words begin; options of every command may stand before or between. */
function findCommand(words: readonly string[], commands: readonly CatalogueEntry[]): { entry: CatalogueEntry | undefined; next: number } {
  let entries: readonly CatalogueEntry[] | undefined = commands;
  let entry: CatalogueEntry | undefined;
  let at = 0;
  while (at < words.length && entries !== undefined) {
    const word = words[at] as string;
    const option = optionOf(word, GLOBAL_OPTION_SPECS);
    if (option === undefined) {
      entry = entries.find(({ name }) => name === word);
      entries = entry?.children;
    }
    at += option !== undefined && hasValueBeside(option, word) ? 2 : 1;
  }
  return { entry, next: at };
}

function optionOf(word: string, specs: readonly OptionSpec[]): OptionSpec | undefined {
  const flag = word.replace(/=.*$/s, '');
  return specs.find(({ flags }) => flags.split(/[ ,]+/).includes(flag));
}

function hasValueBeside(spec: OptionSpec, word: string): boolean {
  return takesValue(spec) && !word.includes('=');
}
