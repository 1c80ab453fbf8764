import type { CliProgram } from '@ringside/cli-kit';
import { COMMANDS } from '../catalogue.ts';

/** A command line of the commands of this package alone. */
export const PROGRAM: CliProgram = { description: 'A ring of Cassandra on this machine.', commands: COMMANDS, examples: [] };
