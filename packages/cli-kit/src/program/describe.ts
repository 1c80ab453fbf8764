import type { CatalogueEntry, CliProgram } from './catalogue-entry.ts';
import type { ExampleSpec } from '../table/command.ts';
import type { OperandSpec } from '../table/operand.ts';
import type { OptionSpec } from '../table/option.ts';
import { GLOBAL_OPTION_SPECS } from './global-options.ts';

/** One command of the reference; a group such as `cluster` has subcommands and nothing else. */
export interface CommandDescription {
  /** All words: `ringside cluster kill`. */
  readonly path: string;
  /** The last word of the path. */
  readonly name: string;
  /** The heading of the help it stands under; empty for a subcommand. */
  readonly group: string;
  /** A few words, as in the list of commands. */
  readonly summary: string;
  /** The text of its help; of a group, its summary as a sentence. */
  readonly description: string;
  /** In the order in which they are typed; none for a group. */
  readonly operands: readonly OperandSpec[];
  /** Its own options, hidden ones left out. */
  readonly options: readonly OptionSpec[];
  /** Those of its help; none for a group. */
  readonly examples: readonly ExampleSpec[];
  /** True when it changes something, and so takes `--dry-run`. */
  readonly changes: boolean;
  /** In the order of the help, hidden ones left out; none unless it is a group. */
  readonly subcommands: readonly CommandDescription[];
}

/** The whole command line as data. */
export interface CliDescription {
  /** The program as it is typed. */
  readonly name: 'ringside';
  /** Options that every command takes. */
  readonly globalOptions: readonly OptionSpec[];
  /** Those at the end of `ringside --help`. */
  readonly examples: readonly ExampleSpec[];
  /** In the order of the help, hidden ones left out. */
  readonly commands: readonly CommandDescription[];
}

/**
 * Describes every command as data, from the very specifications that the program, its help and its completion scripts are made
 * of. The command reference of the documentation is generated from it.
 */
export async function describeProgram({ commands, examples }: CliProgram): Promise<CliDescription> {
  return { name: 'ringside', globalOptions: GLOBAL_OPTION_SPECS, examples, commands: await describeAll('ringside', commands) };
}

async function describeAll(parent: string, entries: readonly CatalogueEntry[]): Promise<CommandDescription[]> {
  return await Promise.all(entries.filter(({ hidden }) => hidden !== true).map((entry) => describe(parent, entry)));
}

async function describe(parent: string, entry: CatalogueEntry): Promise<CommandDescription> {
  const path = `${parent} ${entry.name}`;
  const spec = await entry.load?.();
  return {
    path,
    name: entry.name,
    group: entry.group,
    summary: entry.summary,
    description: spec?.description ?? `${entry.summary}.`,
    operands: spec?.operands ?? [],
    options: spec?.options.filter((option) => option.hidden !== true) ?? [],
    examples: spec?.examples ?? [],
    changes: spec?.changes === true,
    subcommands: await describeAll(path, entry.children ?? []),
  };
}
