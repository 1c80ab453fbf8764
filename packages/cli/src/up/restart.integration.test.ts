import { readFileSync } from 'node:fs';
import type { OperationEntry } from '@ringside/api';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it } from 'vitest';
import { kill9, readRow, useLaunchedRing, writeRow } from '../testing/launched-ring.ts';

const { home, portBase, ringside, up, allUp } = useLaunchedRing();

/** Begins a restart, node by node, and does not wait. */
async function begin(): Promise<string> {
  const { exitCode, out } = await ringside('restart', '--all', '--at-most', '1', '--detach', '--json', '--level', 'kept=ANY');
  expect(exitCode).toBe(0);
  return (JSON.parse(out) as { operation: OperationEntry }).operation.id;
}

async function phases(id: string): Promise<readonly string[]> {
  const { out } = await ringside('operations', 'show', id, '--json');
  return (JSON.parse(out) as OperationEntry).steps.map(({ phase }) => phase);
}

const pidsOfNodes = (): readonly number[] => whatRuns(home()).nodes.map(({ pid }) => pid);

function sidecarOf(node: string): number {
  const isOf = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${node}.json`);
  return whatRuns(home()).sidecars.find(({ pid }) => isOf(pid))?.pid ?? 0;
}

describe('ringside restart', { timeout: 300_000 }, () => {
  it('restarts every node, one after the other, though the sidecar of the one that is down is killed; a second restart is refused', async () => {
    const ring = await up('--nodes', '3', '--port-base', String(portBase()));
    await writeRow(ring);
    const before = pidsOfNodes();
    const id = await begin();
    expect(await ringside('restart', '--all')).toMatchObject({
      exitCode: 75,
      err: expect.stringContaining(`Operation ${id} is not finished`),
    });
    await expect.poll(() => pidsOfNodes().length, { timeout: 60_000, interval: 50 }).toBe(2);
    await kill9(sidecarOf('node1'));
    const watched = await ringside('operations', 'watch', id);
    expect([watched.exitCode, await phases(id)]).toEqual([0, ['done', 'done', 'done']]);
    expect(watched.err).toContain('127.0.0.3:');
    const after = pidsOfNodes();
    expect([after.length, after.filter((pid) => before.includes(pid))]).toEqual([3, []]);
    await allUp(3);
    expect(await readRow(ring)).toBe('still here');
  });
});
