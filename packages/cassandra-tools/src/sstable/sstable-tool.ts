import { access } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { errors, type OpsError } from '@ringside/core';
import { cassandraLines, getCassandra, lineOf } from '@ringside/cassandra-install';
import type { LocalNode } from '../local-node.ts';
import type { ToolOptions } from '../nodetool.ts';
import type { ToolResult } from '../program.ts';
import { runTool } from '../tool-jvm.ts';
import { dataDirectory, listSstables } from './sstable-files.ts';

/** Cassandra's offline tools that only read, by the name that Ringside gives them. */
export type SstableTool = 'dump' | 'metadata' | 'partitions' | 'util' | 'expired';

/** What is known of one of Cassandra's offline tools. */
interface ToolFacts {
  /** The name of its script in Cassandra's `tools/bin`. */
  readonly script: string;
  /** The class with its `main`. */
  readonly mainClass: string;
  /** What its operands are: one SSTable a run, any number of them, or a table. */
  readonly takes: 'file' | 'files' | 'table';
  /** The first line of Cassandra that has it, where not all supported ones do. */
  readonly since?: string;
  /** What comes closest where it is missing. */
  readonly instead?: string;
}

const TOOLS: Readonly<Record<SstableTool, ToolFacts>> = {
  /** Every row as JSON. */
  dump: { script: 'sstabledump', mainClass: 'org.apache.cassandra.tools.SSTableExport', takes: 'file' },
  metadata: { script: 'sstablemetadata', mainClass: 'org.apache.cassandra.tools.SSTableMetadataViewer', takes: 'files' },
  /** Sizes of partitions. */
  partitions: {
    script: 'sstablepartitions',
    mainClass: 'org.apache.cassandra.tools.SSTablePartitions',
    takes: 'files',
    since: '5.0',
    instead: 'nodetool tablehistograms shows percentiles of partition sizes on every version.',
  },
  /** The files of a table, by what they are. */
  util: { script: 'sstableutil', mainClass: 'org.apache.cassandra.tools.StandaloneSSTableUtil', takes: 'table' },
  /** Which SSTables keep expired ones from being dropped. */
  expired: { script: 'sstableexpiredblockers', mainClass: 'org.apache.cassandra.tools.SSTableExpiredBlockers', takes: 'table' },
};

/** What a run of an {@link SstableTool} works on. */
export interface SstableToolOptions extends ToolOptions {
  /**
   * `keyspace.table` for all its own SSTables, `keyspace.table.index` for those of an index that has tables of its own; or the `Data.db` of one, absolute, relative to {@link directory}, or relative to the data
   * directory as `listSstables` has it.
   */
  readonly target: string;
  /** The working directory of whoever wrote the target; that of the process by default. */
  readonly directory?: string | undefined;
  /** Told before each run which file it is about, when there are several. */
  readonly onFile?: ((file: string) => void) | undefined;
}

/**
 * Runs one of Cassandra's own offline tools with a node's configuration and jars. It reads the node's files and neither needs nor
 * disturbs its process. What is only in a memtable is not in a file: flush it first.
 *
 * @param words options of the tool, passed on after the files
 * @returns output and exit code; of the first run that failed when the tool takes one file at a time
 * @throws OpsError `NOT_FOUND` for a table without SSTables or a file that does not exist, `INVALID_ARGUMENT`, also for a tool that the
 * node's version of Cassandra does not have, `ABORTED`, those of `getCassandra`
 */
export async function runSstableTool(tool: SstableTool, words: readonly string[], options: SstableToolOptions): Promise<ToolResult> {
  const facts = TOOLS[tool];
  const { mainClass, takes } = facts;
  assertHasTool(facts, options);
  const operands = takes === 'table' ? tableWords(tool, options.target) : await findFiles(options);
  const runs = takes === 'file' ? operands.map((file) => [file]) : [operands];
  const { cluster, node, signal, output = 'collect' } = options;
  const install = options.install ?? (await getCassandra({ version: cluster.versionOf(node), signal }));
  const sum = { exitCode: 0, out: '', err: '' };
  for (const operandsOfRun of runs) {
    if (runs.length > 1) options.onFile?.(operandsOfRun[0] ?? '');
    const run = [...operandsOfRun, ...words];
    const result = await runTool({
      name: `sstable ${tool}`,
      mainClass,
      arguments: run,
      install,
      paths: node.paths,
      output,
      trains: true,
      signal,
    });
    // sstabledump ends its last line with nothing.
    sum.out += sum.out === '' || sum.out.endsWith('\n') ? result.out : `\n${result.out}`;
    sum.err += result.err;
    sum.exitCode = result.exitCode;
    if (result.exitCode !== 0) break;
  }
  return sum;
}

/** Without the tool's class Java would only say that it cannot find it. */
function assertHasTool({ script, since, instead }: ToolFacts, { cluster, node }: SstableToolOptions): void {
  const version = cluster.versionOf(node);
  if (since === undefined || cassandraLines.indexOf(lineOf(version)) >= cassandraLines.indexOf(since)) return;
  throw errors.INVALID_ARGUMENT({
    message: `${script} came with Cassandra ${since}; ${node.name} runs ${version}, which does not have it`,
    remedy: instead,
  });
}

const TABLE = /^(\w+)\.(\w+(?:\.\w+)?)$/;

function tableWords(tool: SstableTool, target: string): readonly string[] {
  const [, keyspace, table] = TABLE.exec(target) ?? [];
  if (keyspace !== undefined && table !== undefined) return [keyspace, table];
  throw errors.INVALID_ARGUMENT({ message: `sstable ${tool} takes a table as keyspace.table, not "${target}"` });
}

async function findFiles({ node, target, directory = process.cwd() }: SstableToolOptions): Promise<readonly string[]> {
  const data = dataDirectory(node);
  const places = isAbsolute(target) ? [target] : [resolve(directory, target), join(data, target)];
  for (const place of places) if (await exists(place)) return [place];
  const [, keyspace = '', table] = TABLE.exec(target) ?? [];
  if (table === undefined) {
    const remedy = 'Name a table as keyspace.table, or the Data.db of an SSTable.';
    throw errors.NOT_FOUND({ message: `"${target}" is neither a table nor a file`, remedy });
  }
  const listed = await listSstables(node, keyspace, table.split('.')[0]);
  const complete = listed.filter((sstable) => sstable.complete && sstable.table === table);
  if (complete.length === 0) throw noSstable(node, keyspace, table);
  return complete.map(({ name }) => join(data, `${name}-Data.db`));
}

function noSstable({ name }: LocalNode, keyspace: string, table: string): OpsError {
  const [owner = ''] = table.split('.');
  return errors.NOT_FOUND({
    message: `${keyspace}.${table} has no SSTable on ${name}`,
    remedy: `What was written may still be in memory only: flush ${keyspace}.${owner} first, by nodetool flush.`,
    details: { flush: [keyspace, owner] },
  });
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
