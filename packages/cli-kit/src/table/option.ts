import { refuseWord, type ValueType, type ValueTypeName } from './value-type.ts';

/** One option as data, for help, completion and reference. */
export interface OptionSpec {
  /** As commander writes it: `--nodes <count>`, `-k, --keyspace <name>`, `--no-docs`. */
  readonly flags: string;
  /** What its word is read as; a `flag` takes none. */
  readonly type: 'flag' | ValueTypeName;
  /** What it does, in a few words for the help. */
  readonly doc: string;
  /** What the command does without the option, as text for the help. */
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

/** What was said for an option; a flag is said without text. */
export interface Said {
  /** The word that was typed, or the variable's value; empty for a flag. */
  readonly text: string;
  /** True when nobody typed it: the option's variable is set. */
  readonly isFromEnvironment: boolean;
}

/** One option: what is told of it, and how what is said becomes the value that a command gets. */
export interface Option<Value> {
  /** What help, completion and the reference tell of it. */
  readonly spec: OptionSpec;
  /** The value where nothing is said. */
  readonly absent: Value;
  /**
   * The value once this is said.
   *
   * @param before the value so far, for an option that may come several times
   * @throws OpsError `INVALID_ARGUMENT`
   */
  given(said: Said, before: Value): Value;
}

/** What an option may have beside flags, type and meaning. */
export type OptionFacts = Pick<OptionSpec, 'defaultText' | 'env' | 'hidden'>;

/** A value, and whether an environment variable said it: it then holds for every command of the shell, whatever that asks. */
export interface Sourced<Value> {
  /** What the option's type made of the word. */
  readonly value: Value;
  /** True when the option was not typed and its variable is set. */
  readonly isFromEnvironment: boolean;
}

/**
 * An option without a value: `true` where it is given. One that begins with `--no-` is `true` until it is given.
 *
 * @param flags as it is typed: `--fresh`, or `-f, --follow` with a short form
 * @param doc what it does, in a few words for the help
 *
 * @example
 * options: { fresh: flag('--fresh', 'Start over'), docs: flag('--no-docs', 'Do not build the documentation') }
 */
export function flag(flags: string, doc: string, facts: OptionFacts = {}): Option<boolean> {
  const isNegative = flags.includes('--no-');
  return { spec: { flags, type: 'flag', doc, ...facts }, absent: isNegative, given: () => !isNegative };
}

/**
 * An option with a value, which is `undefined` where it is not given. The last one counts.
 *
 * @param flags as it is typed, with its value: `-n, --nodes <count>`
 * @param doc what it does, in a few words for the help
 *
 * @example
 * options: { nodes: option('--nodes <count>', integer({ atLeast: 1 }), 'How many nodes', { defaultText: 'as many as there are' }) }
 */
export function option<Value>(flags: string, type: ValueType<Value>, doc: string, facts: OptionFacts = {}): Option<Value | undefined> {
  const spec = specOf(flags, type, doc, facts);
  return { spec, absent: undefined, given: (said) => read(spec, type, said) };
}

/**
 * An option with a value of its own where it is not given.
 *
 * @param flags as it is typed, with its value: `-n, --lines <count>`
 * @param absent the value where it is not given
 * @param doc what it does, in a few words for the help
 *
 * @example
 * options: { lines: optionWithDefault('-n, --lines <count>', integer({ atLeast: 1 }), 50, 'How many lines') }
 */
export function optionWithDefault<Value extends string | number>(
  flags: string,
  type: ValueType<Value>,
  absent: Value,
  doc: string,
): Option<Value> {
  const spec = specOf(flags, type, doc, { defaultText: String(absent) });
  return { spec, absent, given: (said) => read(spec, type, said) };
}

/**
 * An option that tells its command whether it was typed or comes from its environment variable.
 *
 * @param flags as it is typed, with its value: `--token-file <file>`
 * @param doc what it does, in a few words for the help
 *
 * @example
 * options: { tokenFile: optionWithSource('--token-file <file>', text, 'A file with the token', { env: 'RINGSIDE_TOKEN_FILE' }) }
 * // in run: options.tokenFile?.isFromEnvironment
 */
export function optionWithSource<Value>(
  flags: string,
  type: ValueType<Value>,
  doc: string,
  facts: OptionFacts & { readonly env: string },
): Option<Sourced<Value> | undefined> {
  const spec = specOf(flags, type, doc, facts);
  return {
    spec,
    absent: undefined,
    given: (said) => ({ value: read(spec, type, said), isFromEnvironment: said.isFromEnvironment }),
  };
}

/**
 * An option that may be given several times; the values stand in the order of the command line.
 *
 * @param flags as it is typed, with its value: `-k, --keyspace <name>`
 * @param doc what it does, in a few words for the help
 *
 * @example
 * options: { keyspaces: repeatedOption('-k, --keyspace <name>', keyspaceName, 'Only these keyspaces') }
 */
export function repeatedOption<Value>(
  flags: string,
  type: ValueType<Value>,
  doc: string,
  facts: OptionFacts = {},
): Option<readonly Value[]> {
  const spec = specOf(flags, type, doc, facts);
  return { spec, absent: [], given: (said, before) => [...before, read(spec, type, said)] };
}

/** The long flag of an option without its value: `--nodes` of `-n, --nodes <count>`. */
export function longFlag(spec: OptionSpec): string {
  return /--[a-z][a-z-]*/.exec(spec.flags)?.[0] ?? spec.flags;
}

/** True when the option is followed by a value. */
export function takesValue(spec: OptionSpec): boolean {
  return spec.flags.includes('<');
}

function specOf<Value>(flags: string, type: ValueType<Value>, doc: string, facts: OptionFacts): OptionSpec {
  const { name, read: _, ...limits } = type;
  return { flags, type: name, doc, ...facts, ...limits };
}

function read<Value>(spec: OptionSpec, type: ValueType<Value>, { text, isFromEnvironment }: Said): Value {
  const what = isFromEnvironment && spec.env !== undefined ? spec.env : longFlag(spec);
  if (spec.choices === undefined && text.trim() === '') throw refuseWord(what, text, 'not be empty');
  return type.read(text, what);
}
