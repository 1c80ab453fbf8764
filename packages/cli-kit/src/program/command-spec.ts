import type { CommandContext } from './context.ts';

/**
 * What an option's text is read as: the value a command sees is a boolean, a string, a whole number, bytes or milliseconds. What names
 * something is read as its type of `@ringside/model`, here and nowhere else, so that no two commands can differ; a `ttl` is checked and stays text.
 */
export type OptionType = 'flag' | 'string' | 'integer' | 'bytes' | 'duration' | NamedType;

/** What names something: a `tag` is that of a snapshot that may be there, a `new-tag` that of one to be taken. */
export type NamedType = 'keyspace' | 'table' | 'tag' | 'new-tag' | 'ttl' | 'consistency';

/** One option of a command, as data. */
export interface OptionSpec {
  /** As commander writes it: `--nodes <count>`, `-k, --keyspace <name>`, `--no-docs`. */
  readonly flags: string;
  readonly type: OptionType;
  readonly doc: string;
  /** What the command does without the option, as text for the help; the value itself stays absent. */
  readonly defaultText?: string;
  /** The only values that are accepted, when they are few. */
  readonly choices?: readonly string[];
  /** True when a choice may be typed in any case; the command sees it as the choices have it. */
  readonly anyCase?: boolean;
  /** The environment variable that stands in for the option. */
  readonly env?: string;
  /** The smallest number that makes sense. */
  readonly minimum?: number;
  /** True for options that Ringside passes to itself. */
  readonly hidden?: boolean;
}

/** One operand of a command, as data. */
export interface ArgumentSpec {
  readonly name: string;
  readonly doc: string;
  readonly required?: boolean;
  /** For what names something; text as it is if left out. */
  readonly type?: NamedType;
  /** True when it takes every operand that is left. */
  readonly variadic?: boolean;
}

/** One example in a command's help. */
export interface ExampleSpec {
  readonly command: string;
  readonly doc: string;
}

/** Operands by name, each a list. */
export type Operands = Readonly<Record<string, readonly string[]>>;

/** What a command gets to work with: its operands by name, and its options in camel case. */
export interface CommandInput<Options = Readonly<Record<string, unknown>>, Words = Operands> {
  readonly operands: Words;
  readonly options: Options;
}

/**
 * One command as data plus the function that does it. Help, completion scripts and the command reference of the documentation
 * are all made from the data, so they cannot differ.
 */
export interface CommandSpec<Options = Readonly<Record<string, unknown>>, Words = Operands> {
  /** More than the summary: what it reads, what it changes, what the exit code says. */
  readonly description: string;
  readonly operands?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly ExampleSpec[];
  /** True when the command changes something; it then takes `--dry-run`. */
  readonly changes?: boolean;
  /** Does it. Resolves to an exit code when that is not 0; throws `OpsError` for what went wrong. */
  run(context: CommandContext, input: CommandInput<Options, Words>): Promise<number | void>;
}

/** The option that every command with `changes` takes. */
export const DRY_RUN_OPTION: OptionSpec = {
  flags: '--dry-run',
  type: 'flag',
  doc: 'Say what would be done, and change nothing',
};

/** All options of a command, `--dry-run` included where it applies. */
export function optionsOf(spec: CommandSpec<never>): readonly OptionSpec[] {
  const own = spec.options ?? [];
  return spec.changes === true ? [...own, DRY_RUN_OPTION] : own;
}
