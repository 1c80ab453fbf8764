import { runSstableTool, type SstableTool } from '@ringside/cassandra-tools';
import { type ArgumentSpec, type CommandContext, type CommandInput, NODE_OPTION, type OptionSpec } from '@ringside/cli-kit';
import { parseQualifiedTable } from '@ringside/model';
import { passOn, toolOutput } from '../cassandra-tool.ts';
import { findNode, openRing } from '../cluster/common.ts';

/** The options of every `ringside sstable` command. */
export interface SstableOptions {
  readonly node?: string;
}

/** {@link SstableOptions} for the help. */
export const SSTABLE_OPTIONS: readonly OptionSpec[] = [NODE_OPTION];

/** What a tool that reads files works on. */
export const FILE_OPERANDS: readonly ArgumentSpec[] = [
  { name: 'table', doc: 'keyspace.table for all its SSTables on the node, or the Data.db of one', required: true },
  { name: 'word', doc: 'Options of the tool, handed on as they are', variadic: true },
];

/** What a tool that looks a table up by itself works on. */
export const TABLE_OPERANDS: readonly ArgumentSpec[] = [
  { name: 'table', doc: 'keyspace.table', required: true },
  { name: 'word', doc: 'Options of the tool, handed on as they are', variadic: true },
];

/** Runs one of Cassandra's offline tools on what the operands name, and prints what it prints. @returns its exit code */
export async function runOnSstables(
  context: CommandContext,
  tool: SstableTool,
  { operands, options }: CommandInput<SstableOptions>,
): Promise<number> {
  const cluster = await openRing(context);
  const node = findNode(cluster, options.node);
  const target = exactTarget(operands['table']?.[0] ?? '');
  const output = toolOutput(context);
  let dumped = false;
  const result = await runSstableTool(tool, operands['word'] ?? [], {
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
  });
  return passOn(context, result, { node: node.name, tool, target });
}

/** The tools take exact names, without the quotes that CQL puts around some. A file stays as it is. */
function exactTarget(word: string): string {
  const named = parseQualifiedTable(word);
  if (named === undefined) return word;
  const { keyspace, table, index } = named;
  return [keyspace, table, ...(index === undefined ? [] : [index])].join('.');
}
