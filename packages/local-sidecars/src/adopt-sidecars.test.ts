import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sidecarConfigFile, sidecarDirectory, sidecarSecretFile } from '@ringside/cli-kit';
import { systemClock } from '@ringside/core';
import { freePort, isRunning, killAndWait } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PROVES, STRANGER } from './testing/fake-sidecar-program.ts';
import { findAllSidecars, type SidecarNode } from './process.ts';
import { createSidecars, type Sidecars } from './sidecars.ts';

const NOBODY = 65_534;
/** A Node.js in a private folder, as of a clone that only its owner may enter, is for its owner alone. */
const nobodyRunsNode = process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], { cwd: '/', uid: NOBODY }).status === 0;
const TIMES = { everyMs: 1, timeoutMs: 200, failures: 3, startMs: 10_000 };

let home: string;
let node: SidecarNode;
let notes: string[];

beforeEach(async () => {
  home = temporaryDirectorySync('adopt');
  notes = [];
  writeFileSync(join(home, 'sidecar.cjs'), PROVES);
  const access = { controlUrl: 'http://127.0.0.1:1/', controlSecretFile: '/nonexistent' };
  node = { name: 'node1', address: '127.0.0.1', nativePort: 1, sidecarPort: await freePort(), ...access };
});

afterEach(async () => {
  await killAndWait(() => findAllSidecars(home), systemClock);
});

/** A launcher's keeper of the sidecars; each one knows only what is in the state folder. */
function launcher(): Sidecars {
  const note = (text: string): void => void notes.push(text);
  return createSidecars({ home, clock: systemClock, note, program: join(home, 'sidecar.cjs'), times: TIMES });
}

const ensure = (sidecars: Sidecars): ReturnType<Sidecars['ensure']> => sidecars.ensure([node], AbortSignal.timeout(60_000));

/** A program on the sidecar's port with a sidecar's command line. */
async function stranger(userId?: number): Promise<ChildProcess> {
  mkdirSync(sidecarDirectory(home), { recursive: true });
  const words = ['-e', STRANGER, String(node.sidecarPort), '--config', sidecarConfigFile(home, 'node1')];
  const child = spawn(process.execPath, words, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(userId === undefined ? {} : { uid: userId }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

describe('ensure()', () => {
  it('adopts a sidecar that proves that it was started here, and gives each start a secret that nobody else can read', async () => {
    expect(await ensure(launcher())).toEqual({ adopted: 0, started: 1 });
    const secret = readFileSync(sidecarSecretFile(home, 'node1'), 'utf8');
    expect(statSync(sidecarSecretFile(home, 'node1')).mode & 0o777).toBe(0o600);
    const pids = findAllSidecars(home);
    expect(await ensure(launcher())).toEqual({ adopted: 1, started: 0 });
    expect(findAllSidecars(home)).toEqual(pids);
    await killAndWait(() => findAllSidecars(home), systemClock);
    await ensure(launcher());
    expect(readFileSync(sidecarSecretFile(home, 'node1'), 'utf8')).not.toBe(secret);
  });

  it('does not adopt a program that has a sidecar’s command line and port but not its secret', async () => {
    const child = await stranger();
    mkdirSync(sidecarDirectory(home), { recursive: true });
    writeFileSync(sidecarSecretFile(home, 'node1'), 'of-an-earlier-start\n');
    expect(await ensure(launcher())).toEqual({ adopted: 0, started: 1 });
    expect(child.signalCode ?? child.exitCode).not.toBeNull();
    expect(notes).toEqual([expect.stringContaining('does not prove to be of this ring')]);
  });

  it.runIf(nobodyRunsNode)(
    'neither adopts nor touches a process of another user, and names it (skipped where the tests do not run as root, or others may not run their Node.js)',
    async () => {
      const child = await stranger(NOBODY);
      expect(findAllSidecars(home)).toEqual([]);
      await expect(ensure(launcher())).rejects.toMatchObject({
        code: 'ADDRESS_IN_USE',
        message: expect.stringContaining(`(pid ${child.pid})`),
      });
      expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    },
  );
});

describe('ensure() once more', () => {
  it('leaves a sidecar that it watches to watch(), also one that is silent for a while', async () => {
    const sidecars = launcher();
    await ensure(sidecars);
    const pids = findAllSidecars(home);
    process.kill(pids[0]?.pid ?? 0, 'SIGSTOP');
    expect(await ensure(sidecars)).toEqual({ adopted: 1, started: 0 });
    process.kill(pids[0]?.pid ?? 0, 'SIGCONT');
    expect([findAllSidecars(home), notes]).toEqual([pids, []]);
  });
});

describe('watch()', () => {
  const look = async (sidecars: Sidecars): Promise<void> => await sidecars.watch(AbortSignal.timeout(60_000));

  it('starts a sidecar again that runs but does not answer, and says why', async () => {
    const sidecars = launcher();
    await ensure(sidecars);
    const [hung] = findAllSidecars(home);
    if (hung === undefined) throw new Error('no sidecar runs');
    process.kill(hung.pid, 'SIGSTOP');
    await expect.poll(() => look(sidecars).then(() => notes), { timeout: 20_000 }).not.toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^The sidecar of node1 does not answer \(no answer within 0.2 s\); starting it again$/)]);
    expect(isRunning(hung)).toBe(false);
    await expect.poll(() => look(sidecars).then(() => findAllSidecars(home).length), { timeout: 20_000 }).toBe(1);
    expect(await ensure(launcher())).toEqual({ adopted: 1, started: 0 });
  });

  it('leaves a sidecar alone that answers, and one that missed fewer answers than count', async () => {
    const sidecars = launcher();
    await ensure(sidecars);
    const pids = findAllSidecars(home);
    for (let round = 0; round < 20; round += 1) await look(sidecars);
    process.kill(pids[0]?.pid ?? 0, 'SIGSTOP');
    for (let round = 0; round < TIMES.failures - 1; round += 1) await look(sidecars);
    process.kill(pids[0]?.pid ?? 0, 'SIGCONT');
    await expect(ensure(launcher())).resolves.toMatchObject({ adopted: 1 });
    for (let round = 0; round < 20; round += 1) await look(sidecars);
    expect([findAllSidecars(home), notes]).toEqual([pids, []]);
  });

  it('tells the reason each time', async () => {
    const sidecars = launcher();
    await ensure(sidecars);
    writeFileSync(join(home, 'sidecar.cjs'), 'console.error("no such file of mine"); process.exit(1);');
    process.kill(findAllSidecars(home)[0]?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => look(sidecars).then(() => notes.length), { timeout: 20_000 }).toBeGreaterThan(1);
    expect(notes[1]).toContain('The sidecar of node1 stopped (its log ends with: no such file of mine)');
  });
});
