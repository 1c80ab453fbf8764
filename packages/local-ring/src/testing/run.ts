import type { CliIo } from '@ringside/cli-kit';
import { type Ran, runLine } from '@ringside/cli-kit/testing';
import { PROGRAM } from './program.ts';

/** Runs one command line in this process, with nothing of the surroundings let in. */
export async function run(words: readonly string[], overrides: Partial<CliIo> = {}): Promise<Ran> {
  return runLine(PROGRAM, words, overrides);
}
