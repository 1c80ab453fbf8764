import { join } from 'node:path';
import { createManualClock } from '@ringside/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { exclusively } from './exclusive.ts';

const files = vi.hoisted(() => ({ fault: undefined as string | undefined }));

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  const link: typeof real.link = async (...places) => {
    if (files.fault !== undefined) throw Object.assign(new Error(`${files.fault}: no luck`), { code: files.fault });
    await real.link(...places);
  };
  return { ...real, link };
});

afterEach(() => {
  files.fault = undefined;
});

test.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EACCES', 'CACHE_NOT_WRITABLE'],
  ['EPERM', 'CACHE_NOT_WRITABLE'],
  ['EROFS', 'CACHE_NOT_WRITABLE'],
])('a lock that cannot be made because of %s is not waited for: %s', async (fault, code) => {
  files.fault = fault;
  const path = join(await temporaryDirectory('lock'), 'x.lock');
  // Time does not pass, so a wait would have no end.
  const taking = exclusively(path, () => Promise.resolve(), { clock: createManualClock(), withinMs: 1_000 });
  await expect(taking).rejects.toMatchObject({ code });
});
