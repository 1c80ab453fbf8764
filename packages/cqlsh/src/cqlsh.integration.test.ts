import { useCluster } from '@ringside/cluster/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { openCqlShell } from './shell/shell.ts';
import { CQLSH, installCqlsh } from './testing/cqlsh.ts';
import { STATEMENTS } from './testing/statements.ts';

const cqlsh = installCqlsh();

/** What differs from run to run, and the offset that the Python driver puts behind the times of a trace's events, but not of the trace. */
function comparable(printed: string): string {
  const text = printed.includes('Tracing session') ? withoutColumns(printed) : printed;
  return text.replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=\n| AND)/g, '<id>');
}

const MOMENT_AND_MICROS = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)? \| (\S+) \| [\d-]+ \|/;

/** A trace's figures decide the width of its columns; which thread does a step, and so the order of steps, is chance. */
function withoutColumns(printed: string): string {
  const simplified = (line: string): string =>
    line
      .replaceAll(/ +/g, ' ')
      .replace(MOMENT_AND_MICROS, '<moment> | $1 | <micros> |')
      .replace(/\[[A-Za-z-]+-\d+\]/, '[thread]');
  return printed
    .split('\n')
    .map((line) => simplified(line))
    .filter((line) => !/^-[-+]+$/.test(line))
    .join('\n')
    .replaceAll(/(?:^.*<moment>.*\n)+/gm, (rows) => rows.split('\n').toSorted().join('\n'));
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
