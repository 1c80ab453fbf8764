export { describeCli } from './describe.ts';
export type { CliDescription, CommandDescription } from './describe.ts';
export type { ArgumentSpec, ExampleSpec, OptionSpec, OptionType } from './program/command-spec.ts';
export { runCli } from './program/run-cli.ts';
export type { CliIo } from './output/io.ts';
export type { Interrupts } from './program/interrupt.ts';
