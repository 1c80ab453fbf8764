import type { ToolOutput, ToolResult } from '@ringside/cassandra-tools';
import type { CommandContext } from '@ringside/cli-kit';

/** Where a tool of Cassandra's writes: to the terminal itself, unless its words must become JSON or a test reads them. */
export function toolOutput(context: CommandContext): ToolOutput {
  return context.io.isProcess === true && !context.json ? 'inherit' : 'collect';
}

/**
 * Prints what a tool said, as it said it; with `--json` as one value beside the given ones.
 *
 * @returns the tool's own exit code
 */
export function passOn(context: CommandContext, result: ToolResult, about: Readonly<Record<string, unknown>>): number {
  if (!context.json && result.err !== '') context.io.err(result.err);
  context.print({ ...about, ...result }, ({ out }) => out);
  return result.exitCode;
}
