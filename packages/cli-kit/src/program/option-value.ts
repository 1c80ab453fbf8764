import { errors, LONGEST_TIMER_MS, type OpsError, parseBytes, parseDuration } from '@ringside/core';
import type { OptionSpec } from './command-spec.ts';
import { readNamed } from './read-named.ts';

/** The long flag of an option without its value: `--nodes` of `-n, --nodes <count>`. */
export function longFlag(spec: OptionSpec): string {
  return /--[a-z][a-z-]*/.exec(spec.flags)?.[0] ?? spec.flags;
}

/** True when the option is followed by a value. */
export function takesValue(spec: OptionSpec): boolean {
  return spec.flags.includes('<');
}

/**
 * Reads the text of an option as its type.
 *
 * @returns the string, the whole number, bytes or milliseconds
 * @throws OpsError `INVALID_ARGUMENT` naming the option, for text of another type or a number below the minimum
 */
export function readOptionValue(spec: OptionSpec, text: string): string | number {
  const flag = longFlag(spec);
  if (text.trim() === '') throw refuse(flag, text, 'not empty');
  switch (spec.type) {
    case 'integer':
      return atLeast(spec, text, /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN, 'a whole number');
    case 'bytes':
      return atLeast(spec, text, attempt(parseBytes, text), 'a size such as 512MiB or 2GiB');
    case 'duration':
      return atLeast(spec, text, timer(attempt(parseDuration, text)), 'a duration such as 500ms, 30s or 2d, of at most 24d');
    case 'flag':
    case 'string':
      return text;
    case 'keyspace':
    case 'table':
    case 'tag':
    case 'new-tag':
    case 'ttl':
    case 'consistency':
      return readNamed(spec.type, flag, text);
  }
}

/** A duration that a timer can run; one that is too long would fire at once. */
function timer(durationMs: number): number {
  return durationMs <= LONGEST_TIMER_MS ? durationMs : Number.NaN;
}

function attempt(parse: (text: string) => number, text: string): number {
  try {
    return parse(text);
  } catch {
    return Number.NaN;
  }
}

function atLeast(spec: OptionSpec, text: string, value: number, expected: string): number {
  if (!Number.isSafeInteger(Math.trunc(value))) throw refuse(longFlag(spec), text, expected);
  if (spec.minimum !== undefined && value < spec.minimum) throw refuse(longFlag(spec), text, `at least ${spec.minimum}`);
  return value;
}

function refuse(flag: string, text: string, expected: string): OpsError {
  return errors.INVALID_ARGUMENT({
    message: `${flag} must be ${expected}, not "${text}"`,
    details: { option: flag, value: text },
  });
}
