import { spawn } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groupsBelow, membersOf } from './groups.ts';
import { identityOf, isRunning, ownIdentity, type ProcessIdentity } from './identity.ts';
import { signalGroup } from './signal.ts';

const IDLE = `setInterval(() => {}, 1e6)`;
const task = `require('node:child_process').spawn(process.execPath, ['-e', '${IDLE}'], { stdio: 'ignore', detached: true })`;

/** A program whose child has a group of its own, as each task of Nx has. */
async function startTree(): Promise<readonly ProcessIdentity[]> {
  const child = spawn(process.execPath, ['-e', `console.log(String(${task}.pid)); ${IDLE}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = await new Promise<number>((resolve) => child.stdout.once('data', (data) => resolve(Number(String(data)))));
  const tree = [identityOf(child.pid as number), identityOf(pid)];
  onTestFinished(() => void tree.map((each) => signalGroup(each, 'SIGKILL')));
  return tree;
}

test.each(['linux', 'darwin'] as const)('a tree of processes ends with every group in it (as on %s)', async (platform) => {
  if (platform !== process.platform) vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  onTestFinished(() => void vi.restoreAllMocks());
  const [program, child] = await startTree();
  const groups = groupsBelow([program as ProcessIdentity]);
  expect(groups).toEqual([program, child]);
  expect(membersOf(groups)).toEqual(expect.arrayContaining([program, child]));
  for (const group of groups) signalGroup(group, 'SIGKILL');
  await expect.poll(() => [program, child].map((each) => isRunning(each as ProcessIdentity))).toEqual([false, false]);
});

test('the own group of a program is never among them, nor what a reused id leads', () => {
  const own = groupsBelow([ownIdentity()]);
  expect(membersOf(own)).not.toContainEqual(ownIdentity());
  expect(groupsBelow([{ ...ownIdentity(), startedAt: 'earlier:1' }])).toEqual([]);
});
