import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertExecutableFolder, prepareCache, ringsideCache } from './cache-directory.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringside-cache-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('ringsideCache()', () => {
  const host = { platform: 'linux', homeDirectory: '/home/ann', rootDirectory: '/' } as const;

  it('is RINGSIDE_CACHE, else below XDG_CACHE_HOME, else the cache folder of the system', () => {
    expect(ringsideCache({ ...host, env: { RINGSIDE_CACHE: '/fast', XDG_CACHE_HOME: '/xdg' } })).toBe('/fast');
    expect(ringsideCache({ ...host, env: { XDG_CACHE_HOME: '/xdg' } })).toBe('/xdg/ringside');
    expect(ringsideCache({ ...host, env: {} })).toBe('/home/ann/.cache/ringside');
    expect(ringsideCache({ ...host, env: {}, platform: 'darwin' })).toBe('/home/ann/Library/Caches/ringside');
  });

  it('ignores a relative XDG_CACHE_HOME, as the specification demands', () => {
    expect(ringsideCache({ ...host, env: { XDG_CACHE_HOME: 'cache' } })).toBe('/home/ann/.cache/ringside');
  });
});

describe('prepareCache()', () => {
  it('makes the folder', async () => {
    await expect(prepareCache(join(directory, 'a/b'))).resolves.toBeUndefined();
  });

  it('says CACHE_NOT_WRITABLE when it cannot be made', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(prepareCache(join(file, 'cache'))).rejects.toMatchObject({
      code: 'CACHE_NOT_WRITABLE',
      message: expect.stringContaining(`Cannot write the cache folder ${join(file, 'cache')}`),
      remedy: expect.stringContaining('RINGSIDE_CACHE'),
    });
  });
});

describe('assertExecutableFolder()', () => {
  it('accepts a folder that programs run from', async () => {
    await expect(assertExecutableFolder(directory)).resolves.toBeUndefined();
  });

  it('refuses a folder that is not there', async () => {
    await expect(assertExecutableFolder(join(directory, 'none'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      remedy: expect.stringContaining('TMPDIR'),
    });
  });
});
