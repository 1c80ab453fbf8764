import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RingSummary } from '@ringside/cli-kit';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it } from 'vitest';
import { NOTHING, readRow, useLaunchedRing, writeRow } from '../testing/launched-ring.ts';

/** Signals that come sooner after each other are one press. */
const SAME_PRESS_MS = 500;

const { home, portBase, ringside, up, foreground } = useLaunchedRing();

describe('ringside up', { timeout: 300_000 }, () => {
  it('stops everything in order on Ctrl-C', async () => {
    const { child, exit, said } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase()));
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(said()).toMatch(/1 sidecar stopped[^]*1 node stopped, data kept/);
    expect(whatRuns(home())).toEqual(NOTHING);
  });

  it('stops at once on the second Ctrl-C, whatever the first still waits for, without losing what was written', async () => {
    const { child, exit, said } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase()));
    await writeRow(JSON.parse((await ringside('up', '--json')).out) as RingSummary);
    const [sidecar] = whatRuns(home()).sidecars;
    process.kill(sidecar?.pid ?? 0, 'SIGSTOP');
    expect(await ringside('cluster', 'pause', 'node1', '--json')).toMatchObject({ exitCode: 0, err: '' });
    child.kill('SIGINT');
    await expect.poll(said, { timeout: 10_000 }).toContain('Stopping 1 sidecar');
    await new Promise((resolve) => setTimeout(resolve, SAME_PRESS_MS + 100));
    child.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(said()).not.toContain('stopped');
    await expect.poll(() => whatRuns(home()), { timeout: 10_000 }).toEqual(NOTHING);
    expect(await readRow(await up())).toBe('still here');
  });

  it('stops everything in order on the Ctrl-C that ends its reader first, as under tee', async () => {
    const { child, exit } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase()));
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(whatRuns(home())).toEqual(NOTHING);
    expect(existsSync(join(home(), 'launcher.lock'))).toBe(false);
  });
});
