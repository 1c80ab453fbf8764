import { useCluster } from '@ringside/cluster/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { openCqlShell } from './shell/shell.ts';
import { CQLSH, installCqlsh } from './testing/cqlsh.ts';
import { STATEMENTS } from './testing/statements.ts';

const cqlsh = installCqlsh();

/** What differs from run to run, and the offset that the Python driver puts behind the times of a trace's events, but not of the trace. */
function comparable(printed: string): string {
  const isTrace = printed.includes('Tracing session');
  const text = isTrace ? printed.replaceAll(/\s*-?-+[+-]*\n/g, '\n').replaceAll(/ +/g, ' ') : printed;
  return text
    .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=\n| AND)/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)? \| (\S+) \| [\d-]+ \|/g, '<moment> | $1 | <micros> |')
    .replaceAll(/(?<=\[[A-Za-z-]+-)\d+\]/g, 'n]');
}

describe.runIf(cqlsh !== undefined)(`beside ${CQLSH} (skipped where Python cannot install it)`, () => {
  const cluster = useCluster({
    yaml: { tombstone_warn_threshold: 300, tombstone_failure_threshold: 550, materialized_views_enabled: true },
  });
  afterAll(() => cqlsh?.remove());

  it.each(Object.entries(STATEMENTS))('prints the same: %s', async (_, text) => {
    const { address, nativePort } = cluster().node(0);
    const theirs = cqlsh?.run(text, address, nativePort) ?? '';
    const shell = await openCqlShell({ contactPoints: [address], port: nativePort });
    let ours = '';
    try {
      for await (const { output } of shell.run(text, { continueOnFailure: true })) ours += output;
    } finally {
      await shell.close();
    }
    expect(comparable(ours)).toBe(comparable(theirs));
    expect(theirs.length).toBeGreaterThan(100);
  });
});
