import { ringDirectory } from '@ringside/cli-kit';
import { openCluster } from '@ringside/cluster';
import { expect, it } from 'vitest';
import { newHome, writeRing } from '../testing/fake-ring.ts';
import { sidecarNodes } from './sidecar-nodes.ts';
import { thisProgram } from './this-program.ts';

it('the sidecar of a node stops and starts it by the commands of this program, for this state folder', async () => {
  const home = newHome();
  writeRing(home, ['node1', 'node2']);
  const nodes = sidecarNodes(home, await openCluster(ringDirectory(home)), 9_000);
  const command = (verb: string, node: string): readonly string[] => [...thisProgram(), 'cluster', verb, node, '--directory', home];
  expect(nodes.map(({ lifecycle }) => lifecycle)).toEqual(
    ['node1', 'node2'].map((node) => ({ start: command('start', node), stop: command('stop', node) })),
  );
  expect(thisProgram()[0]).toBe(process.execPath);
});
