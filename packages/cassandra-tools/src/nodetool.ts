import { systemClock } from '@ringside/core';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { JMX_USER, type JmxAccess, withJmx } from './jmx/jmx-session.ts';
import type { LocalCluster, LocalNode } from './local-node.ts';
import type { ToolOutput, ToolResult } from './program.ts';
import { runTool } from './tool-jvm.ts';

/** What a tool of Cassandra's is run on, and how. */
export interface ToolOptions {
  /** The ring, which knows the node's version of Cassandra. */
  readonly cluster: LocalCluster;
  /** The node to run the tool on; which tool needs it up or down is the tool's to say. */
  readonly node: LocalNode;
  /** `collect` by default. */
  readonly output?: ToolOutput | undefined;
  /** The ring's Cassandra, when the caller has it at hand; found in the cache by default. */
  readonly install?: CassandraInstall | undefined;
  /** Ends the tool. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs Cassandra's own nodetool, out of the ring's jars, against one node of a ring on this machine. The node has no JMX port: one is
 * opened on its own loopback address for this call, with a random password that only this user can read, and closed after it. Calls that
 * overlap share it. About one second.
 *
 * @param words the command and its options as they stand after `nodetool`, such as `['tablestats', 'orders']`
 * @returns its exit code: 0, 1 for a command that it does not know, 2 for one that failed
 * @throws OpsError `CASSANDRA_UNAVAILABLE` when the node is down, `NODE_REFUSED` for one that an older Ringside started,
 * `OPERATION_TIMED_OUT` when it is frozen, `ABORTED`, those of `getCassandra`
 *
 * @example
 * ```ts
 * const { out } = await runNodetool(['getendpoints', 'orders', 'events', '7'], { cluster, node: cluster.node(0) });
 * ```
 */
export async function runNodetool(words: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { cluster, node, signal, output = 'collect' } = options;
  const install = options.install ?? (await getCassandra({ version: cluster.versionOf(node), signal }));
  const run = (target: readonly string[], trains: boolean): Promise<ToolResult> =>
    runTool({
      name: 'nodetool',
      mainClass: 'org.apache.cassandra.tools.NodeTool',
      arguments: [...target, ...words],
      install,
      paths: node.paths,
      output,
      trains,
      afterInterrupt: 'What it had asked the node to do may go on there, as a repair does.',
      signal,
    });
  // Help is printed without a node.
  if (words.length === 0 || words[0] === 'help') return run([], false);
  return withJmx(node, systemClock, signal, (access) => run(targetWords(node, access), true));
}

function targetWords({ address }: LocalNode, { port, passwordFile }: JmxAccess): readonly string[] {
  return ['-h', address, '-p', String(port), '-u', JMX_USER, '-pwf', passwordFile];
}
