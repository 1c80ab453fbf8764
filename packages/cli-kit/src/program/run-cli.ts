import { errors, type OpsError, toOpsError } from '@ringside/core';
import { CommanderError } from 'commander';
import { createStyle, wantsColour } from '../output/style.ts';
import { writeError } from '../output/write-error.ts';
import { buildProgram } from './build-program.ts';
import type { CliProgram } from './catalogue-entry.ts';
import { createContext } from './context.ts';
import { shieldForeignWords } from './foreign-words.ts';
import { rewriteHelp } from './help-words.ts';
import type { CliIo } from '../output/io.ts';
import { withOptionRemedy } from './option-remedies.ts';
import type { Interrupts } from './interrupt.ts';

/**
 * Runs one command line.
 *
 * @param cli its commands
 * @param words what was typed after `ringside`
 * @returns the exit code: 0, or that of the error
 */
export async function runCli(cli: CliProgram, words: readonly string[], io: CliIo, interrupts: Interrupts): Promise<number> {
  let exitCode = 0;
  const line = shieldForeignWords(words, cli.commands);
  const coloured = wantsColour(io, io.outIsTerminal, optionsIn(line).includes('--no-color') ? false : undefined);
  const program = buildProgram(cli, { out: io.out, columns: io.columns, coloured }, async ({ command, words: operands, global }) => {
    const act = command.read(operands, io.env);
    const context = createContext({ io, global: global.read(io.env), interrupts });
    exitCode = (await act(context)) ?? 0;
  });
  try {
    await program.parseAsync(rewriteHelp(line, cli.commands), { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') return HELP_SHOWN;
    const error = withOptionRemedy(fromCommander(thrown));
    reportError(io, error, optionsIn(line));
    return error.exitCode;
  }
}

/** The exit code of `ringside cluster` without a command: its help was shown, but nothing was done. */
const HELP_SHOWN = 64;

/** What may be options: all that stands before `--`. */
function optionsIn(words: readonly string[]): readonly string[] {
  return words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
}

function reportError(io: CliIo, error: OpsError, options: readonly string[]): void {
  const style = createStyle(wantsColour(io, io.errIsTerminal, options.includes('--no-color') ? false : undefined));
  writeError(io, error, { json: options.includes('--json'), verbose: options.includes('--verbose'), style });
}

/** Commander's own complaints become `INVALID_ARGUMENT`; its guess at what was meant becomes the remedy. */
function fromCommander(thrown: unknown): OpsError {
  if (!(thrown instanceof CommanderError)) return toOpsError(thrown);
  const [sentence = '', suggestion] = thrown.message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim());
  const guess = suggestion?.replace(/^\(|\)$/g, '');
  return errors.INVALID_ARGUMENT({
    message: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    ...(guess === undefined ? {} : { remedy: `${guess} See --help for what there is.` }),
  });
}
