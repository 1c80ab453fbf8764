import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationEntry } from '@ringside/api';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kill9, readRow, useLaunchedRing, writeRow } from '../testing/launched-ring.ts';

const { home, portBase, ringside, up, statuses } = useLaunchedRing();

/** Begins a restart, node by node, and does not wait. */
async function begin(...words: readonly string[]): Promise<string> {
  const { exitCode, out } = await ringside('restart', '--all', '--at-most', '1', '--detach', '--json', ...words);
  expect(exitCode).toBe(0);
  return (JSON.parse(out) as { operation: OperationEntry }).operation.id;
}

async function shown(id: string): Promise<OperationEntry> {
  return JSON.parse((await ringside('operations', 'show', id, '--json')).out) as OperationEntry;
}

async function phases(id: string): Promise<readonly string[]> {
  return (await shown(id)).steps.map(({ phase }) => phase);
}

const pidsOfNodes = (): readonly number[] => whatRuns(home()).nodes.map(({ pid }) => pid);

function sidecarOf(node: string): number {
  const isOf = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${node}.json`);
  return whatRuns(home()).sidecars.find(({ pid }) => isOf(pid))?.pid ?? 0;
}

/** Takes an address as soon as nobody has it, within a minute. */
async function take(address: string, port: number): Promise<Server> {
  for (const untilMs = performance.now() + 60_000; performance.now() < untilMs; await sleep(20)) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, address, () => resolve(true));
    });
    if (taken) return server;
  }
  throw new Error(`Somebody has ${address}:${port} all the time`);
}

describe('ringside restart', { timeout: 300_000 }, () => {
  it('restarts every node, one after the other, though the sidecar of the one that is down is killed; a second restart is refused', async () => {
    const ring = await up('--nodes', '3', '--port-base', String(portBase()));
    await writeRow(ring);
    const before = pidsOfNodes();
    const id = await begin('--level', 'kept=ANY');
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
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal', 'Up Normal']);
    expect(await readRow(ring)).toBe('still here');
  });

  it('begins with no further node where one does not start, says why, and starts it by the next restart', async () => {
    await up('--nodes', '3', '--port-base', String(portBase()));
    const id = await begin();
    const taken = await take('127.0.0.1', portBase() + 42);
    onTestFinished(() => void taken.close());
    const watched = await ringside('operations', 'watch', id);
    expect([watched.exitCode, await phases(id)]).toEqual([1, ['failed', 'pending', 'pending']]);
    const { state, problem } = await shown(id);
    expect([state, problem]).toEqual(['failed', expect.stringMatching(/^127\.0\.0\.1:\d+: .*did not start.*127\.0\.0\.1:\d+/s)]);
    expect(pidsOfNodes()).toHaveLength(2);
    taken.close();
    expect((await ringside('restart', '127.0.0.1')).exitCode).toBe(0);
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal', 'Up Normal']);
  });
});
