import { cassandraLines, resolveCassandra } from '@ringside/cassandra-install';
import { describe, expect, it } from 'vitest';
import type { LocalNode } from '../local-node.ts';
import { temporaryDirectory } from '@ringside/host/vitest';
import { runSstableTool, type SstableTool } from './sstable-tool.ts';

/** Runs a tool on a node of a version that has no SSTable at all. */
async function onEmptyNode(tool: SstableTool, version: string): Promise<unknown> {
  const root = await temporaryDirectory('sstable-tool');
  const paths = { root, conf: root, storage: root, logs: root, temporary: root };
  const node: LocalNode = { name: 'node2', address: '127.0.0.2', paths, pid: () => Promise.resolve(undefined) };
  return await runSstableTool(tool, [], { cluster: { versionOf: () => version }, node, target: 'not a table' });
}

describe('runSstableTool()', () => {
  it.each(['4.0.19', '4.1.10'])('says on %s, before anything else, with which Cassandra sstablepartitions came', async (version) => {
    await expect(onEmptyNode('partitions', version)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: `sstablepartitions came with Cassandra 5.0; node2 runs ${version}, which does not have it`,
      remedy: 'nodetool tablehistograms shows percentiles of partition sizes on every version.',
    });
  });

  const everywhere = (['dump', 'metadata', 'util', 'expired'] as const).flatMap((tool) =>
    cassandraLines.map((line) => [tool, line] as const),
  );
  it.each([...everywhere, ['partitions', '5.0'], ['partitions', '6.0']] as const)(
    'takes %s as a tool of Cassandra %s',
    async (tool, line) => {
      await expect(onEmptyNode(tool, resolveCassandra(line))).rejects.toThrow(/not a table"|neither a table nor a file/);
    },
  );
});
