import type { CommandContext } from '../program/context.ts';
import { flag, type OptionSpec } from './option.ts';
import type { OperandSpec } from './operand.ts';
import { operandSpecs, type OperandTable, readOperands } from './operands.ts';
import { type Environment, joinOptions, type OpenOption, type OpenOptions, openOptions, type OptionTable } from './options.ts';

/** One example in a command's help. */
export interface ExampleSpec {
  /** The whole line as it is typed in a shell, `ringside` included. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly doc: string;
}

/** What a command gets to work with: exactly what its tables say, read. */
export interface CommandInput<Options, Operands> {
  /** By the names of the table. An option that was neither typed nor set by its variable has its default, or is `undefined`. */
  readonly options: Readonly<Options>;
  /** By the names of the table; the operand's type decides what a missing one becomes. */
  readonly operands: Readonly<Operands>;
}

/** What a command is defined by: data, and the function that does it, whose input is inferred from the data. */
export interface CommandDefinition<Options, Operands, Given = Options> {
  /** More than the summary: what it reads, what it changes, what the exit code says. */
  readonly description: string;
  /** Positional arguments by name, in their order. Default: none. */
  readonly operands?: OperandTable<Operands>;
  /** By the name under which `run` gets them. Default: none but the global ones. */
  readonly options?: OptionTable<Options>;
  /** Whole command lines for the help and the reference, the commonest first. */
  readonly examples: readonly ExampleSpec[];
  /**
   * Does it. Resolves to an exit code when that is not 0; throws `OpsError` for what went wrong. A property, not a method: a function that needs
   * more than the tables say does not compile.
   */
  readonly run: (context: CommandContext, input: CommandInput<NoInfer<Given>, NoInfer<Operands>>) => Promise<number | void>;
}

/** What is left to do once a command line is read. */
export type Act = (context: CommandContext) => Promise<number | void>;

/** One command line of a command while it is read. */
export interface CommandLine {
  /** All that the command takes, each waiting for what is typed. */
  readonly options: readonly OpenOption[];
  /**
   * Reads the operands, and what the environment says for options that were not typed.
   *
   * @param words the operands as they were typed, in their order
   * @throws OpsError `INVALID_ARGUMENT`
   */
  read(words: readonly string[], env: Environment): Act;
}

/**
 * One command: data, of which help, completion scripts and the command reference are made, so that they cannot differ, and what reads a command
 * line by the same data.
 */
export interface CommandSpec {
  /** What its help begins with. */
  readonly description: string;
  /** In the order in which they are typed. */
  readonly operands: readonly OperandSpec[];
  /** Its own, hidden ones included; global ones are not among them. */
  readonly options: readonly OptionSpec[];
  /** What its help ends with. */
  readonly examples: readonly ExampleSpec[];
  /** True when the command changes something; it then takes `--dry-run`. */
  readonly changes: boolean;
  /** Begins to read a command line. */
  open(): CommandLine;
}

/**
 * Defines a command. `run` gets the values of its tables with the types that these say; nothing is written twice.
 *
 * @example
 * export const command = defineCommand({
 *   description: 'Prints the end of the log of a node.',
 *   operands: { node: operand(text, 'Name (node2) or address') },
 *   options: { lines: optionWithDefault('-n, --lines <count>', integer({ atLeast: 1 }), 50, 'How many lines') },
 *   examples: [{ command: 'ringside cluster logs node1', doc: 'the last 50 lines' }],
 *   run: async (context, { operands, options }) => await printLog(context, operands.node, options.lines), // string, number
 * });
 */
export function defineCommand<Options extends object = object, Operands extends object = object>(
  definition: CommandDefinition<Options, Operands>,
): CommandSpec {
  return toSpec(definition, () => openOptions(definition.options), false);
}

/** What each command that changes something takes as well. */
const DRY_RUN = { dryRun: flag('--dry-run', 'Say what would be done, and change nothing') };

/**
 * Defines a command that changes something: as {@link defineCommand}, and it takes `--dry-run`.
 *
 * @example
 * export const command = defineChange({
 *   description: 'Removes the cut.',
 *   examples: [],
 *   run: async (context, { options }) => await (options.dryRun ? sayWhatWouldBeDone(context) : heal(context)),
 * });
 */
export function defineChange<Options extends object = object, Operands extends object = object>(
  definition: CommandDefinition<Options, Operands, Options & { dryRun: boolean }>,
): CommandSpec {
  return toSpec(definition, () => joinOptions(openOptions(definition.options), openOptions(DRY_RUN)), true);
}

function toSpec<Options, Operands extends object, Given>(
  definition: CommandDefinition<Options, Operands, Given>,
  open: () => OpenOptions<Given>,
  changes: boolean,
): CommandSpec {
  const { description, operands, examples } = definition;
  return {
    description,
    examples,
    changes,
    operands: operandSpecs(operands),
    options: open().options.map(({ spec }) => spec),
    open() {
      const opened = open();
      return {
        options: opened.options,
        read(words, env) {
          const input = { operands: readOperands(operands, words), options: opened.read(env) };
          return async (context) => await definition.run(context, input);
        },
      };
    },
  };
}
