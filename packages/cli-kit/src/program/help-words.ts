import { errors, nearest, type OpsError } from '@ringside/core';
import type { CatalogueEntry } from './catalogue-entry.ts';

/**
 * Turns `help cluster kill` into `cluster kill --help`, and `-V` or `--version` into `version`; leaves every other line alone.
 *
 * @throws OpsError `INVALID_ARGUMENT` when help is asked for a command that does not exist, naming the nearest one
 */
export function rewriteHelp(words: readonly string[], commands: readonly CatalogueEntry[]): string[] {
  if (words.length === 0) return ['--help'];
  if (words[0] === '--version' || words[0] === '-V') return ['version', ...words.slice(1)];
  if (words[0] !== 'help') return [...words];
  const names = words.slice(1).filter((word) => !word.startsWith('-'));
  let entries: readonly CatalogueEntry[] = commands;
  for (const name of names) {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) throw unknownCommand(name, entries);
    entries = entry.children ?? [];
  }
  return [...names, '--help'];
}

function unknownCommand(name: string, entries: readonly CatalogueEntry[]): OpsError {
  const names = entries.map((entry) => entry.name);
  const guess = nearest(name, names);
  return errors.INVALID_ARGUMENT({
    message: `Unknown command '${name}'`,
    remedy: guess === undefined ? `There is: ${names.join(', ')}.` : `Did you mean ${guess}?`,
  });
}
