import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findHome, plainStyle, readLauncherState, writeLauncherState } from '@ringside/cli-kit';
import { globalOptions, testIo } from '@ringside/cli-kit/testing';
import { isOpsError, type OpsError, parseBytes } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { identityOf } from '@ringside/host';
import fc from 'fast-check';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { acquireLock, lockHolder } from './lock.ts';
import { assertMemoryFits, planMemory } from './memory-plan.ts';
import { plainReporter } from './reporter.ts';
import { discardAside, moveAside, restoreAside } from './ring-folder.ts';
import { createSteps } from './steps.ts';

const newFolder = (): string => temporaryDirectorySync('up');

async function spawnIdle(): Promise<{ pid: number; end: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise((resolve) => child.once('spawn', resolve));
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: child.pid ?? 0, end };
}

describe('acquireLock()', () => {
  it('is held by one at a time, and free again after its release', async () => {
    const home = newFolder();
    const first = await acquireLock(home);
    expect(first).toMatchObject({ outcome: 'acquired', stale: false });
    expect(await acquireLock(home)).toMatchObject({ outcome: 'held', holder: { pid: process.pid } });
    if (first.outcome === 'acquired') await first.release();
    expect(await lockHolder(home)).toBeUndefined();
    expect(await acquireLock(home)).toMatchObject({ outcome: 'acquired', stale: false });
  });

  it('takes over the lock of a launcher that was killed', async () => {
    const home = newFolder();
    const child = await spawnIdle();
    writeFileSync(join(home, 'launcher.lock'), JSON.stringify(identityOf(child.pid)));
    expect(await acquireLock(home)).toMatchObject({ outcome: 'held', holder: { pid: child.pid } });
    await child.end();
    expect(await acquireLock(home)).toMatchObject({ outcome: 'acquired', stale: true });
  });

  it('takes over a lock whose pid now belongs to another process', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'launcher.lock'), JSON.stringify({ pid: process.pid, startedAt: 'before the reboot' }));
    expect(await acquireLock(home)).toMatchObject({ outcome: 'acquired', stale: true });
  });

  it('takes over a lock that a crash left half-written', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'launcher.lock'), '{"pid":');
    expect(await acquireLock(home)).toMatchObject({ outcome: 'acquired', stale: true });
  });

  // Once is not enough: that two had it came of a rare order of events.
  it('goes to exactly one of many that find the same stale lock at once, and leaves nothing else', async () => {
    for (let round = 0; round < 60; round += 1) {
      const home = newFolder();
      writeFileSync(join(home, 'launcher.lock'), JSON.stringify({ pid: process.pid, startedAt: 'before the reboot' }));
      const results = await Promise.all(Array.from({ length: 8 }, () => acquireLock(home)));
      expect(results.filter(({ outcome }) => outcome === 'acquired')).toHaveLength(1);
      expect(readdirSync(home)).toEqual(['launcher.lock']);
    }
  });
});

describe('assertMemoryFits()', () => {
  it('refuses exactly what does not fit, and says how many nodes would', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 64 * 2 ** 30 }), (nodes, availableBytes) => {
        const plan = planMemory(nodes);
        if (plan.totalBytes <= availableBytes) return assertMemoryFits(nodes, plan, availableBytes);
        const refusal = catchError(() => assertMemoryFits(nodes, plan, availableBytes));
        expect(refusal.code).toBe('MEMORY_SHORT');
        const fitting = refusal.details?.['nodesThatFit'] as number;
        expect(fitting).toBeLessThan(nodes);
        expect(fitting === 0 || planMemory(fitting).totalBytes <= availableBytes).toBe(true);
        expect(planMemory(fitting + 1).totalBytes).toBeGreaterThan(availableBytes);
      }),
    );
  });

  it('says it in figures, with the remedy', () => {
    const refusal = catchError(() => assertMemoryFits(3, planMemory(3, parseBytes('256MiB')), parseBytes('1GiB')));
    expect(refusal.message).toMatch(/^3 nodes with 256 MiB of heap each will take about [\d.]+ GiB of memory; 1 GiB are available$/);
    expect(refusal.remedy).toContain('--nodes 1');
  });
});

function catchError(action: () => unknown): OpsError {
  try {
    action();
  } catch (error) {
    if (isOpsError(error)) return error;
  }
  return expect.fail('did not throw an OpsError');
}

describe('the launcher’s state file', () => {
  it('is read as it was written', async () => {
    const home = newFolder();
    expect(await readLauncherState(home)).toBeUndefined();
    await writeLauncherState(home, { version: 1, phase: 'starting', summary: undefined });
    expect(await readLauncherState(home)).toEqual({ version: 1, phase: 'starting' });
  });

  it.each([
    ['half-written', '{"version": 1, "pha', /not a readable state file/],
    ['of a later version', '{"version": 2, "phase": "ready"}', /its version is 2, not 1/],
    ['of something else', '[]', /its version is undefined/],
    ['null', 'null', /it is not an object/],
    ['of an unknown phase', '{"version": 1, "phase": "dreaming"}', /its phase is "dreaming"/],
  ])('%s is STATE_CORRUPT, with a remedy that loses no data', async (_, text, message) => {
    const home = newFolder();
    writeFileSync(join(home, 'launcher.json'), text);
    const error = (await readLauncherState(home).catch((thrown: unknown) => thrown)) as OpsError;
    expect([error.code, error.message]).toEqual(['STATE_CORRUPT', expect.stringMatching(message)]);
    expect(error.remedy).toContain('Delete that file');
  });
});

describe('data that --fresh moves aside', () => {
  const ringWith = (home: string, mark: string): void => {
    mkdirSync(join(home, 'ring'), { recursive: true });
    writeFileSync(join(home, 'ring', 'mark'), mark);
  };
  const mark = (home: string): string => readFileSync(join(home, 'ring', 'mark'), 'utf8');

  it('comes back when the new ring did not come up, and takes the place of its remains', async () => {
    const home = newFolder();
    ringWith(home, 'old');
    await moveAside(home);
    ringWith(home, 'half a new one');
    expect(await restoreAside(home)).toBe(true);
    expect(mark(home)).toBe('old');
  });

  it('is gone once the new ring is up, and does not come back', async () => {
    const home = newFolder();
    ringWith(home, 'old');
    await moveAside(home);
    ringWith(home, 'new');
    await discardAside(home);
    expect(await restoreAside(home)).toBe(false);
    expect(mark(home)).toBe('new');
  });

  it('does not come back after a crash in the midst of its deletion', async () => {
    const home = newFolder();
    ringWith(home, 'new');
    mkdirSync(join(home, 'ring.discard', 'node1'), { recursive: true });
    expect(await restoreAside(home)).toBe(false);
    expect([mark(home), existsSync(join(home, 'ring.discard'))]).toEqual(['new', false]);
  });
});

describe('findHome()', () => {
  it('is the nearest .ringside upward, unless a folder is named', () => {
    const root = newFolder();
    mkdirSync(join(root, '.ringside'));
    mkdirSync(join(root, 'a', 'b'), { recursive: true });
    const io = testIo({ workingDirectory: join(root, 'a', 'b') });
    expect(findHome({ io, global: globalOptions() })).toBe(join(root, '.ringside'));
    expect(findHome({ io, global: globalOptions(['--directory', '../other']) })).toBe(join(root, 'a', 'other'));
    expect(findHome({ io: testIo({ workingDirectory: newFolder() }), global: globalOptions() })).toMatch(/ringside-up-\w+\/\.ringside$/);
  });
});

describe('createSteps()', () => {
  it('tells when a step begins, how far it is, and how long it took', async () => {
    const clock = createManualClock();
    const io = testIo();
    const steps = createSteps(plainReporter(io, plainStyle).sink, clock);
    await steps.run(
      'Working',
      async (progress) => {
        progress({ fraction: 0.5, detail: 'half' });
        return 3;
      },
      (result) => `${result} done`,
    );
    steps.note('by the way', 'warn');
    expect(io.printed.err).toMatch(/^ {2}… Working\n {2}✔ 3 done +0 ms\n {2}! by the way\n$/);
    expect(io.printed.out).toBe('');
  });
});
