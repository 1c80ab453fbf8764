import { type Clock, deadlineIn } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import { decommission, type MemberNode } from './decommission.ts';
import type { LocalCluster } from './local-node.ts';
import { runNodetool } from './nodetool.ts';

vi.mock('./nodetool.ts', () => ({ runNodetool: vi.fn() }));

const cluster = {} as LocalCluster;
const left = { exitCode: 0, out: '', err: '' };

/** A node that says that it is in a mode. */
function nodeIn(mode: { now: string }): MemberNode {
  return { name: 'node1', control: { status: async () => ({ operationMode: mode.now }) } } as unknown as MemberNode;
}

beforeEach(() => void vi.mocked(runNodetool).mockReset());

test('a node that has left when its time is up has left', async () => {
  const mode = { now: 'NORMAL' };
  let nowMs = 0;
  const time = createManualClock();
  const clock: Clock = { ...time, monotonicMs: () => nowMs };
  vi.mocked(runNodetool).mockImplementation(async () => {
    nowMs = 20_000;
    mode.now = 'DECOMMISSIONED';
    return left;
  });
  const options = { nodes: [], force: false, clock, deadline: deadlineIn(clock, 10_000) };
  await expect(decommission(cluster, nodeIn(mode), options)).resolves.toBeUndefined();
});

test('nodetool is ended at the deadline', async () => {
  const clock = createManualClock();
  let seen: AbortSignal | undefined;
  vi.mocked(runNodetool).mockImplementation(async (_, { signal }) => {
    seen = signal;
    return new Promise(() => undefined);
  });
  const leaving = decommission(cluster, nodeIn({ now: 'NORMAL' }), { nodes: [], force: false, clock, withinMs: 10_000 });
  const end = leaving.catch((error: unknown) => error);
  await clock.advance(9_999);
  expect(seen?.aborted).toBe(false);
  await clock.advance(1);
  expect(await end).toMatchObject({ code: 'OPERATION_TIMED_OUT', message: 'Decommissioning node1 did not finish within 10.0 s' });
  expect(seen?.aborted).toBe(true);
});

test('a node that does not answer is given up at the deadline too', async () => {
  const clock = createManualClock();
  const frozen = { name: 'node1', control: { status: () => new Promise(() => undefined) } } as unknown as MemberNode;
  const end = decommission(cluster, frozen, { nodes: [], force: false, clock, withinMs: 10_000 }).catch((error: unknown) => error);
  await clock.advance(10_000);
  expect(await end).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
});

test.each([
  ['an hour where nobody says more', () => ({}), 3_600_000],
  ['all the time up to a deadline', (clock: Clock) => ({ deadline: deadlineIn(clock, 7_200_000) }), 7_200_000],
])('a node that is leaving is given %s', async (_, bounds, limitMs) => {
  const clock = createManualClock();
  const options = { nodes: [], force: false, clock, ...bounds(clock) };
  let ended = false;
  const leaving = decommission(cluster, nodeIn({ now: 'LEAVING' }), options)
    .catch((error: unknown) => error)
    .finally(() => (ended = true));
  await clock.advance(limitMs - 1);
  expect(ended).toBe(false);
  await clock.advance(1);
  expect(await leaving).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
});
