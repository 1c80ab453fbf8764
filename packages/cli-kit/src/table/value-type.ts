import { errors, LONGEST_TIMER_MS, nearest, type OpsError, parseBytes, parseDuration } from '@ringside/core';
import { InvalidArgumentError } from 'commander';

/** What the command reference says that an option takes. */
export type ValueTypeName = 'string' | 'integer' | 'bytes' | 'duration' | 'keyspace' | 'table' | 'tag' | 'new-tag' | 'ttl' | 'consistency';

/** How one word of the command line becomes a value: of an option, or of an operand. */
export interface ValueType<Value> {
  /** What it is called in the help and the reference. */
  readonly name: ValueTypeName;
  /** The only words that are accepted, when they are few. */
  readonly choices?: readonly string[];
  /** True when a choice may be typed in any case; the value is as the choices have it. */
  readonly anyCase?: boolean;
  /** The smallest number that makes sense. */
  readonly minimum?: number;
  /**
   * Reads the word.
   *
   * @param what the option, the operand or the environment variable, for the message
   * @throws OpsError `INVALID_ARGUMENT`
   */
  readonly read: (word: string, what: string) => Value;
}

/** Bounds of a number, both included. */
export interface Limits {
  /** Default: no lower bound. */
  readonly atLeast?: number;
  /** Default: no upper bound. */
  readonly atMost?: number;
}

/** Text as it is. */
export const text: ValueType<string> = parsed((word) => word);

/**
 * Text that a command has a reader of its own for, so that its `run` gets a value and not the text.
 *
 * @param read throws an `OpsError` for a word that it cannot read
 * @example
 * const settings = parsed((word, what) => parseSettings(word, what));
 * defineCommand({ options: { settings: option('--settings <json>', settings, 'Settings to add') }, … });
 */
export function parsed<Value>(read: (word: string, what: string) => Value): ValueType<Value> {
  return { name: 'string', read };
}

/**
 * A whole number.
 *
 * @example
 * option('--nodes <count>', integer({ atLeast: 1 }), 'How many nodes')
 */
export function integer(limits: Limits = {}): ValueType<number> {
  return numeric('integer', 'a whole number', (word) => (/^[+-]?\d+$/.test(word) ? Number(word) : Number.NaN), limits);
}

/** The port of a service: a whole number from 1 to 65535. */
export const port: ValueType<number> = integer({ atLeast: 1, atMost: 65_535 });

/**
 * A size such as `512MiB`; the value is in bytes.
 *
 * @example
 * option('--memory <size>', bytes({ atLeast: 96 * 2 ** 20 }), 'Java heap of each node')
 */
export function bytes(limits: Limits = {}): ValueType<number> {
  return numeric('bytes', 'a size such as 512MiB or 2GiB', measured(parseBytes), limits);
}

/**
 * A duration such as `30s` that a timer can run; one that is too long would fire at once. The value is in milliseconds.
 *
 * @example
 * option('--timeout <duration>', duration({ atLeast: 1 }), 'How long one request may take')
 */
export function duration(limits: Limits = {}): ValueType<number> {
  const parse = measured((word) => {
    const durationMs = parseDuration(word);
    return durationMs <= LONGEST_TIMER_MS ? durationMs : Number.NaN;
  });
  return numeric('duration', 'a duration such as 500ms, 30s or 2d, of at most 24d', parse, limits);
}

/**
 * One of a few words.
 *
 * @example
 * option('--level <level>', choice(['INFO', 'WARN'], { anyCase: true }), 'What to log')
 */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  { anyCase = false }: { readonly anyCase?: boolean } = {},
): ValueType<Choice> {
  const isMeant = (choice: Choice, word: string): boolean => choice === word || (anyCase && choice.toLowerCase() === word.toLowerCase());
  return {
    name: 'string',
    choices,
    ...(anyCase && { anyCase }),
    read(word) {
      const found = choices.find((each) => isMeant(each, word));
      if (found !== undefined) return found;
      const guess = nearest(anyCase ? word.toUpperCase() : word, choices);
      // Commander puts the option before it.
      throw new InvalidArgumentError(
        `Allowed choices are ${choices.join(', ')}.${guess === undefined ? '' : `\n(Did you mean ${guess}?)`}`,
      );
    },
  };
}

/** The error for a word that is not what it must be: "--nodes must be at least 1, not "0"". */
export function refuseWord(what: string, word: string, expected: string): OpsError {
  return errors.INVALID_ARGUMENT({ message: `${what} must ${expected}, not "${word}"`, details: { option: what, value: word } });
}

function measured(parse: (word: string) => number): (word: string) => number {
  return (word) => {
    try {
      return parse(word);
    } catch {
      return Number.NaN;
    }
  };
}

function numeric(name: ValueTypeName, expected: string, parse: (word: string) => number, { atLeast, atMost }: Limits): ValueType<number> {
  return {
    name,
    ...(atLeast !== undefined && { minimum: atLeast }),
    read(word, what) {
      const value = parse(word);
      if (!Number.isSafeInteger(Math.trunc(value))) throw refuseWord(what, word, `be ${expected}`);
      if (atLeast !== undefined && value < atLeast) throw refuseWord(what, word, `be at least ${atLeast}`);
      if (atMost !== undefined && value > atMost) throw refuseWord(what, word, `be at most ${atMost}`);
      return value;
    },
  };
}
