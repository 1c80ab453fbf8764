import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPortBase, type PortClaim, portsFor } from '@ringside/cluster';
import type { ProcessIdentity } from '@ringside/host';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanUp } from '../scripts/fences/clean-up.ts';
import { PORT_BASES } from '../scripts/fences/port-base.ts';
import { ringside } from '../scripts/fences/program.ts';
import { makeRunFolder, removeRunFolder, stopLeftRings } from '../scripts/fences/run-folder.ts';

const TIMEOUT_MS = 300_000;
const dead = (): ProcessIdentity => ({ pid: spawnSync(process.execPath, ['--version']).pid, startedAt: 'before' });

/** A temporary folder that other runs on this machine do not look into. */
let temporary: string;
let ports: PortClaim;
const made: string[] = [];

async function make(owner?: ProcessIdentity): Promise<string> {
  const folder = await makeRunFolder(owner);
  made.push(folder);
  return folder;
}

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'left-rings-'));
  vi.stubEnv('TMPDIR', temporary);
  ports = await claimPortBase({ bases: PORT_BASES, nodes: 1 });
});
afterAll(async () => {
  for (const folder of made.filter(existsSync)) await removeRunFolder(folder);
  await ports.release();
  await cleanUp();
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('a ring that a run of pages left', { timeout: TIMEOUT_MS }, () => {
  it('is left alone while its run lives, and is stopped and removed once its run has ended', async () => {
    const folder = await make();
    const owner = join(folder, 'owner.json');
    const alive = readFileSync(owner, 'utf8');
    writeFileSync(owner, JSON.stringify(dead()));
    const start = `up --detach --no-docs --nodes 1 --port-base ${ports.portBase}`;
    await ringside(join(folder, 'ringside', 'other'), start, TIMEOUT_MS);
    const { native } = portsFor(ports.portBase);

    for (const claim of [alive, 'no claim']) {
      writeFileSync(owner, claim);
      expect(await stopLeftRings()).toEqual([]);
      expect(await listens(native)).toBe(true);
    }
    writeFileSync(owner, JSON.stringify(dead()));
    // Two runs that begin at once do not both do it.
    const done = (await Promise.all([stopLeftRings(), stopLeftRings()])).flat();
    expect(done).toEqual([`Removed ${folder} of an earlier run, whose ring still ran: it is stopped.`]);
    expect([existsSync(folder), await listens(native)]).toEqual([false, false]);
  });

  it('stays when it cannot be stopped, which is said, and belongs to the run that tried', async () => {
    const folder = await make(dead());
    writeFileSync(join(folder, 'launcher.lock'), 'not a lock');
    const path = process.env['PATH'];
    vi.stubEnv('PATH', '/nowhere');
    const done = await stopLeftRings();
    vi.stubEnv('PATH', path);
    expect(done).toEqual([expect.stringContaining(`The ring in ${folder}, of an earlier run, cannot be stopped`)]);
    expect(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    rmSync(folder, { recursive: true });
  });

  it('is not looked for in a folder of another user', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can give a folder to another user');
    const folder = await make(dead());
    expect(spawnSync('chown', ['65534', folder]).status).toBe(0);
    expect(await stopLeftRings()).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});
