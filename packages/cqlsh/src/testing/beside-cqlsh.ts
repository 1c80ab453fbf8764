import { findJava, javaFor, resolveCassandra } from '@ringside/cassandra-install';
import { useCluster } from '@ringside/cluster/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { openCqlShell } from '../shell/shell.ts';
import { comparable } from './comparable.ts';
import { CQLSH, installCqlsh } from './cqlsh.ts';
import { recorded, refusalsIn, tableOptionsIn } from './seen.ts';
import { statementsFor } from './statements.ts';

/** Limits that a few hundred rows pass, and what is off by default; by names that every line knows. */
const YAML = { tombstone_warn_threshold: 300, tombstone_failure_threshold: 550, enable_materialized_views: true };

/**
 * Declares the comparison with cqlsh for one line of Cassandra: both shells run the same statements on one node and print the same. What the server
 * refuses, and the options that its tables have, are compared with what was recorded of the line; the page *Versions* is made of that.
 *
 * @param memoryMb of heap; the default of a throwaway ring unless the line needs more
 */
export async function besideCqlsh(line: string, memoryMb?: number): Promise<void> {
  const version = resolveCassandra(line);
  const java = await findJava({ allowed: javaFor(line), purpose: `Cassandra ${line}` }).catch(() => undefined);
  const cqlsh = java === undefined ? undefined : installCqlsh();
  const reason = `skipped where there is no Java ${javaFor(line).join(' or ')}, or where Python cannot install cqlsh`;
  describe.runIf(cqlsh !== undefined)(`beside ${CQLSH} on Cassandra ${line} (${reason})`, () => {
    const cluster = useCluster({ cassandra: line, memoryMb, yaml: YAML });
    const refused: Record<string, readonly string[]> = {};
    const options = new Set<string>();
    afterAll(() => cqlsh?.remove());

    it.each(Object.entries(statementsFor(version)))('prints the same: %s', async (title, text) => {
      const { address, nativePort } = cluster().node(0);
      const theirs = cqlsh?.run(text, address, nativePort) ?? '';
      const ours = await printedByUs(text, address, nativePort);
      expect(comparable(ours)).toBe(comparable(theirs));
      expect(theirs.length).toBeGreaterThan(100);
      refused[title] = refusalsIn(theirs);
      for (const option of tableOptionsIn(theirs)) options.add(option);
    });

    it('refuses what was recorded of this version, and its tables have the options that were', async () => {
      const facts = { cassandra: version, cqlsh: CQLSH, refused, tableOptions: [...options].toSorted() };
      expect(facts).toEqual(await recorded(line, facts));
    });
  });
}

async function printedByUs(text: string, address: string, port: number): Promise<string> {
  const shell = await openCqlShell({ contactPoints: [address], port });
  let printed = '';
  try {
    for await (const { output } of shell.run(text, { continueOnFailure: true })) printed += output;
  } finally {
    await shell.close();
  }
  return printed;
}
