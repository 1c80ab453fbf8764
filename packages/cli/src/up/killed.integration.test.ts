import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it } from 'vitest';
import { kill9, NOTHING, readRow, useLaunchedRing, writeRow } from '../testing/launched-ring.ts';

const { home, portBase, ringside, up, allUp, foreground } = useLaunchedRing();

describe('ringside up', { timeout: 300_000 }, () => {
  it('survives kill -9 of its launcher, of a sidecar and of a node: the next one adopts, mends and has the data', async () => {
    const first = await up('--nodes', '2', '--port-base', String(portBase()));
    expect(first.sidecars).toHaveLength(2);
    await allUp(2);
    await writeRow(first);
    const before = whatRuns(home());
    expect([before.nodes.length, before.sidecars.length]).toEqual([2, 2]);

    const again = await ringside('up', '--no-docs', '--detach');
    expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining(`127.0.0.1:${portBase() + 42}`) });
    expect(again.err).toContain(`already up in ${home()} (launcher pid ${first.launcherPid})`);

    await kill9(first.launcherPid);
    await kill9(before.sidecars[1]?.pid ?? 0);
    expect(await ringside('cluster', 'kill', 'node2')).toMatchObject({
      exitCode: 0,
      err: expect.stringContaining('Every sidecar says so within about 2 s'),
    });
    // Both nodes are spawned at once, so which has the lower process id is chance: the survivor is who is left.
    await expect.poll(() => whatRuns(home()).nodes.length, { timeout: 10_000 }).toBe(1);
    const [survivor] = whatRuns(home()).nodes;
    const second = await up();
    const after = whatRuns(home());
    expect(second.launcherPid).not.toBe(first.launcherPid);
    expect([after.nodes.length, after.sidecars.length]).toEqual([2, 2]);
    expect(before.nodes).toContainEqual(survivor);
    expect(after.nodes).toContainEqual(survivor);
    expect(after.sidecars).toContainEqual(before.sidecars[0]);
    await allUp(2);
    expect(await readRow(second)).toBe('still here');

    const healthy = async (): Promise<boolean> => (JSON.parse((await ringside('health', '--json')).out) as { healthy: boolean }).healthy;
    await expect.poll(healthy, { timeout: 60_000, interval: 500 }).toBe(true);
    const down = await ringside('down', '--json');
    expect(down).toMatchObject({ exitCode: 0, err: '' });
    expect(whatRuns(home())).toEqual(NOTHING);
    expect(existsSync(join(home(), 'launcher.lock'))).toBe(false);
    expect(await ringside('status')).toMatchObject({ exitCode: 69, err: expect.stringContaining('is not running') });
  });

  it('when its launcher is killed while the nodes start, leaves nothing that the next does not find, even two at once', async () => {
    const { child, exit } = await foreground('Starting 1 node', '--nodes', '1', '--port-base', String(portBase()));
    await expect.poll(() => whatRuns(home()).nodes.length, { timeout: 60_000 }).toBe(1);
    child.kill('SIGKILL');
    await exit;
    const [one, other] = await Promise.all([up(), up()]);
    expect(whatRuns(home()).nodes).toHaveLength(1);
    expect(other).toEqual(one);
  });

  it('starts a sidecar again that was killed, and gives a node that joins its own', async () => {
    await up('--nodes', '1', '--port-base', String(portBase()));
    const [sidecar] = whatRuns(home()).sidecars;
    await kill9(sidecar?.pid ?? 0);
    await expect.poll(async () => (await ringside('health')).exitCode, { timeout: 30_000 }).toBe(0);
    expect((await ringside('cluster', 'add')).exitCode).toBe(0);
    await expect.poll(() => whatRuns(home()).sidecars.length, { timeout: 30_000 }).toBe(2);
    await allUp(2);
    expect(readFileSync(join(home(), 'launcher.log'), 'utf8')).toMatch(/The sidecar of node1 stopped.*; starting it again/);
  });
});
