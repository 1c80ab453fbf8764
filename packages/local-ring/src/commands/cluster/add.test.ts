import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ringDirectory } from '@ringside/cli-kit';
import { expect, it } from 'vitest';
import { newHome, writeRing } from '../../testing/fake-ring.ts';
import { run } from '../../testing/run.ts';

it('ringside cluster add says during an upgrade with which command to finish it first', async () => {
  const home = newHome();
  writeRing(home, ['node1', 'node2', 'node3']);
  const file = join(ringDirectory(home), 'ring.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"name":"node1"', '"name":"node1","cassandra":"6.0-alpha2"'));
  for (const dryRun of [[], ['--dry-run']]) {
    const { exitCode, err } = await run(['cluster', 'add', '--directory', home, ...dryRun]);
    expect(exitCode).toBe(64);
    expect(err).toContain('node2, node3 do not run Cassandra 6.0-alpha2 yet');
    expect(err).toContain('Finish the upgrade first: ringside cluster upgrade node2 node3 --cassandra 6.0-alpha2');
  }
});

it.each([
  [['--datacenter', 'wets'], 66, 'Did you mean west? To create a datacenter with the new node: --new-datacenter wets.'],
  [['--datacenter', 'north'], 66, 'To create a datacenter with the new node: --new-datacenter north.'],
  [['--new-datacenter', 'west'], 64, 'Add to it with --datacenter west.'],
  [['--new-datacenter', 'north', '--datacenter', 'west'], 64, 'Leave --datacenter or --new-datacenter out.'],
])('ringside cluster add %j ends with %i and says which option helps', async (words, exitCode, remedy) => {
  const home = newHome();
  writeRing(home, ['node1', 'node2'], ['east', 'west']);
  const ran = await run(['cluster', 'add', '--directory', home, '--dry-run', ...words]);
  expect([ran.exitCode, ran.err]).toEqual([exitCode, expect.stringContaining(remedy)]);
});
