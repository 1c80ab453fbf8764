/**
 * The `ringside` command, to be run from a program.
 *
 * @packageDocumentation
 */
export { describeCli } from './describe.ts';
export { wholeProgram } from './program/whole-program.ts';
