import type { CommandSpec, ExampleSpec } from '../table/command.ts';
import type { OptionSpec } from '../table/option.ts';

/** A command by name, whose specification is loaded only when it is needed: that is what keeps `ringside --help` fast. */
export interface CatalogueEntry {
  /** The word that is typed, such as `snapshot`. */
  readonly name: string;
  /** What it does, in a few words without a full stop, for lists of commands. */
  readonly summary: string;
  /** The heading it stands under in the help. */
  readonly group: string;
  /** Loads the specification. Absent for a group, which has `children` and does nothing by itself. */
  readonly load?: () => Promise<CommandSpec>;
  /** The commands of a group, in the order of its help. */
  readonly children?: readonly CatalogueEntry[];
  /** For a command that hands its words on to another program; all other words are that program's, options included. */
  readonly foreign?: ForeignWords;
  /** Not shown in the help, in completion scripts and in the reference; it runs all the same. */
  readonly hidden?: boolean;
}

/** How the words of a command are told from those of the program that it runs. */
export interface ForeignWords {
  /** The command's own options, beside the global ones. */
  readonly options: readonly OptionSpec[];
  /** True when they may stand anywhere; else only before the first word of the other program. */
  readonly anywhere: boolean;
}

/** The command line as data: what `--help` begins and ends with, and its commands in the order of the help. */
export interface CliProgram {
  /** The sentence or two at the head of `ringside --help`. */
  readonly description: string;
  /** In the order of the help; hidden ones included. */
  readonly commands: readonly CatalogueEntry[];
  /** A few lines that get a newcomer going. */
  readonly examples: readonly ExampleSpec[];
}

/** An entry below a group such as `cluster`. */
export function subcommand(name: string, summary: string, load: () => Promise<CommandSpec>): CatalogueEntry {
  return { name, summary, load, group: '' };
}
