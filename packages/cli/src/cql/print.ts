import type { CommandContext } from '@ringside/cli-kit';
import { terminalText } from '@ringside/cqlsh';

/** Nobody reads the output any more: the command ends without a word, as a program does that SIGPIPE ends. */
export class NobodyReads extends Error {}

/** What a shell reports of a program that SIGPIPE ended: 128 and the signal's number. */
export const NOBODY_READS_EXIT_CODE = 141;

/**
 * Writes output of any length, as fast as it is read. A terminal gets no control characters beside line feeds and tabs; a pipe or a file
 * gets the text as it is.
 *
 * @throws NobodyReads when the reader has gone
 */
export async function send({ io }: Pick<CommandContext, 'io'>, text: string): Promise<void> {
  if (text === '') return;
  const shown = io.outIsTerminal ? terminalText(text) : text;
  if (io.write === undefined) io.out(shown);
  else if (!(await io.write(shown))) throw new NobodyReads();
}
