import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { acquireLock, lockHolder } from './lock.ts';
import { run } from '../testing/run.ts';

/** The folder of a ring whose lock is this process's own, with some of its words changed. */
async function lockedHome(change: Readonly<Record<string, unknown>>): Promise<{ home: string; file: string }> {
  const home = temporaryDirectorySync('lock');
  await acquireLock(home);
  const file = join(home, 'launcher.lock');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...lock, ...change }));
  return { home, file };
}

describe.runIf(process.platform === 'linux')(
  'a lock that is held in another container or on another machine (skipped where there is no /proc)',
  () => {
    it.each([
      ['another container', { host: 'f00dfeed', pidNamespace: 'pid:[1]' }],
      ['another machine', { host: 'other', startedAt: 'another-boot:1' }],
    ])('is never taken over: %s', async (_, change) => {
      const { home, file } = await lockedHome(change);
      const refusal = expect.objectContaining({ code: 'RING_RUNNING', remedy: expect.stringContaining(`remove ${file}`) });
      await expect(acquireLock(home)).rejects.toEqual(refusal);
      await expect(lockHolder(home)).rejects.toEqual(refusal);
      expect(await run(['down', '--directory', home])).toMatchObject({ exitCode: 69, err: expect.stringContaining('RING_RUNNING') });
    });

    it.each([
      ['of this container before it was started again', { pidNamespace: 'pid:[1]', startedAt: 'boot:1' }],
      ['of this machine before it was started again', { startedAt: 'another-boot:1' }],
      ['of this machine under another name', { host: 'other', startedAt: '' }, true],
    ])('is told from one %s', async (_, change, sameStart = false) => {
      const { home, file } = await lockedHome({});
      const lock = JSON.parse(readFileSync(file, 'utf8')) as { startedAt: string };
      writeFileSync(file, JSON.stringify({ ...lock, ...change, ...(sameStart ? { startedAt: lock.startedAt } : {}) }));
      expect(await acquireLock(home)).toMatchObject(sameStart ? { outcome: 'held' } : { outcome: 'acquired', stale: true });
    });
  },
);
