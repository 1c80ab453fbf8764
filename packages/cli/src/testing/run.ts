import type { CliIo } from '@ringside/cli-kit';
import { type Ran, runLine } from '@ringside/cli-kit/testing';
import { wholeProgram } from '../program/whole-program.ts';

export type { Ran };

/** Runs one command line in this process, with nothing of the surroundings let in. */
export async function run(words: readonly string[], overrides: Partial<CliIo> = {}): Promise<Ran> {
  return runLine(await wholeProgram(), words, overrides);
}
