import { spawnSync } from 'node:child_process';
import { identityOf, markOf, ownIdentity } from '@ringside/host';
import { expect, test } from 'vitest';
import { ownerOfRings, ringsOwnedBy } from './owner.ts';

const run = identityOf(process.ppid);

test('a run’s rings end with the process that its environment names, while that lives', () => {
  expect(ownerOfRings(run, ringsOwnedBy(ownIdentity()))).toEqual(ownIdentity());
});

test.each([
  ['nobody', {}],
  ['an ended process', ringsOwnedBy({ pid: spawnSync(process.execPath, ['--version']).pid, startedAt: 'before' })],
  ['a process whose id is another one’s by now', ringsOwnedBy({ ...ownIdentity(), startedAt: 'earlier:1' })],
  ['what is no mark', { RINGSIDE_RINGS_OF: JSON.stringify(markOf()).slice(1) }],
])('a run owns its rings itself when its environment names %s', (_, environment) => {
  expect(ownerOfRings(run, environment)).toEqual(run);
});
