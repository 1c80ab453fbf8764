import { type CliDescription, describeProgram } from '@ringside/cli-kit';
import { wholeProgram } from './program/whole-program.ts';

export type { CliDescription, CommandDescription } from '@ringside/cli-kit';

/** Describes every command that can be run here as data, see `describeProgram()` of `@ringside/cli-kit`. */
export async function describeCli(): Promise<CliDescription> {
  return describeProgram(await wholeProgram());
}
