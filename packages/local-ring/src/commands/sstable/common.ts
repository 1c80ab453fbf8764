import { runSstableTool, type SstableTool } from '@ringside/cassandra-tools';
import {
  type CommandContext,
  type CommandInput,
  NODE_OPTION,
  operand,
  type OperandsOf,
  optionalOperands,
  type OptionsOf,
  text,
} from '@ringside/cli-kit';
import { isOpsError, reworded } from '@ringside/core';
import { parseQualifiedTable } from '@ringside/model';
import { passOn, toolOutput } from '../cassandra-tool.ts';
import { findNode, openRing } from '../cluster/common.ts';

/** The options of every `ringside sstable` command. */
export const SSTABLE_OPTIONS = { node: NODE_OPTION };

const TOOL_WORDS = optionalOperands(text, 'Options of the tool, handed on as they are');

/** What a tool that reads files works on. */
export const FILE_OPERANDS = {
  table: operand(text, 'keyspace.table for all its SSTables on the node, or the Data.db of one'),
  word: TOOL_WORDS,
};

/** What a tool that looks a table up by itself works on. */
export const TABLE_OPERANDS = { table: operand(text, 'keyspace.table'), word: TOOL_WORDS };

/** Runs one of Cassandra's offline tools on what the operands name, and prints what it prints. @returns its exit code */
export async function runOnSstables(
  context: CommandContext,
  tool: SstableTool,
  { operands, options }: CommandInput<OptionsOf<typeof SSTABLE_OPTIONS>, OperandsOf<typeof TABLE_OPERANDS>>,
): Promise<number> {
  const cluster = await openRing(context);
  const node = findNode(cluster, options.node);
  const target = exactTarget(operands.table);
  const output = toolOutput(context);
  let dumped = false;
  const result = await runSstableTool(tool, operands.word, {
    cluster,
    node,
    target,
    directory: context.io.workingDirectory,
    output,
    signal: context.signal,
    onFile: (file) => {
      // Nothing, not even a line's end, comes after the last bracket of sstabledump.
      if (output === 'inherit' && dumped) context.io.out('\n');
      dumped = true;
      context.note(file);
    },
  }).catch((thrown: unknown) => sayHowToFlush(thrown, node.name));
  return passOn(context, result, { node: node.name, tool, target });
}

/** The tools take exact names, without the quotes that CQL puts around some. A file stays as it is. */
function exactTarget(word: string): string {
  const named = parseQualifiedTable(word);
  if (named === undefined) return word;
  const { keyspace, table, index } = named;
  return [keyspace, table, ...(index === undefined ? [] : [index])].join('.');
}

/** The command that writes what is in memory only to an SSTable. */
function sayHowToFlush(thrown: unknown, node: string): never {
  const table = isOpsError(thrown) ? thrown.details?.['flush'] : undefined;
  if (!isOpsError(thrown) || !Array.isArray(table)) throw thrown;
  throw reworded(thrown, {
    remedy: `What was written may still be in memory only: ringside nodetool --node ${node} flush ${table.join(' ')}`,
  });
}
