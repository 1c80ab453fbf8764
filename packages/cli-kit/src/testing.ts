import { Command } from 'commander';
import type { CliIo } from './output/io.ts';
import { addOptions } from './program/build-program.ts';
import type { CliProgram } from './program/catalogue-entry.ts';
import { GLOBAL_OPTIONS, type GlobalOptions } from './program/global-options.ts';
import { runCli } from './program/run-cli.ts';
import { type Environment, openOptions, type OptionTable } from './table/options.ts';

/** What one command line printed, and how it ended. */
export interface Ran {
  /** What the process would have ended with. */
  readonly exitCode: number;
  /** All of standard output, without colours unless they are forced. */
  readonly out: string;
  /** All of standard error; the error of a refused command line is here. */
  readonly err: string;
}

/** Streams that are kept, in an environment that is empty by default. */
export function testIo(overrides: Partial<CliIo> = {}): CliIo & { readonly printed: { out: string; err: string } } {
  const printed = { out: '', err: '' };
  return {
    printed,
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: () => 100,
    env: {},
    workingDirectory: '/nonexistent',
    ...overrides,
  };
}

/**
 * Runs one command line in this process, with nothing of the surroundings let in.
 *
 * @param words the command line without the program's name
 */
export async function runLine(cli: CliProgram, words: readonly string[], overrides: Partial<CliIo> = {}): Promise<Ran> {
  const io = testIo(overrides);
  const interrupts = { signal: new AbortController().signal, setAtOnce: () => undefined };
  const exitCode = await runCli(cli, words, io, interrupts);
  return { exitCode, ...io.printed };
}

/** The options that a command with this table gets when these words are typed. */
export function optionsOf<Options extends object>(
  table: OptionTable<Options>,
  words: readonly string[] = [],
  env: Environment = {},
): Options {
  const opened = openOptions(table);
  const command = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  addOptions(command, opened.options);
  command.parse(words, { from: 'user' });
  return opened.read(env);
}

/** The options that every command has, when these words are typed. */
export function globalOptions(words: readonly string[] = [], env: Environment = {}): GlobalOptions {
  return optionsOf<GlobalOptions>(GLOBAL_OPTIONS, words, env);
}
