import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropDamagedCache, sealCache } from '../ci/cache-seal.ts';
import { makeSmallWorkspace, type SmallWorkspace } from './testing/small-workspace.ts';

describe('a damaged cache on this machine', { timeout: 120_000 }, () => {
  let workspace: SmallWorkspace;
  const cache = (): string => join(workspace.folder, '.nx', 'cache');
  const entry = (): string => join(cache(), readdirSync(cache()).find((name) => /^\d+$/.test(name)) ?? 'none');
  const database = (): string[] => {
    const folder = join(workspace.folder, '.nx', 'workspace-data');
    return readdirSync(folder)
      .filter((name) => name.includes('.db'))
      .map((name) => join(folder, name));
  };

  beforeEach(async () => {
    workspace = makeSmallWorkspace();
    await workspace.run();
    workspace.clean('made');
  });
  afterEach(() => workspace.remove());

  const lose = (): void => rmSync(entry(), { recursive: true });
  const change = (): void => writeFileSync(join(entry(), 'one', 'out', 'made.txt'), 'damaged');
  const breakDatabase = (): void => {
    for (const file of database()) writeFileSync(file, 'planted');
  };

  it('is taken for sound by Nx itself, which is why it is sealed', async () => {
    change();
    expect(await workspace.run()).toMatchObject({ exitCode: 0, ran: false, made: 'damaged' });
    workspace.clean('made');
    lose();
    expect(await workspace.run()).toMatchObject({ exitCode: 0, ran: false, made: undefined });
  });

  it.each([
    ['an entry is gone', lose, /^the entry \d+ is gone$/],
    ['bytes of an entry have changed', change, /^the entry \d+ has changed$/],
    ['the database is none', breakDatabase, /is no database$/],
    ['the seals are broken', () => writeFileSync(join(workspace.folder, '.nx', 'seals.json'), '{'), /^its seals cannot be read$/],
  ])('is removed when %s, and the task runs again', async (_, damage, reason) => {
    sealCache(workspace.folder);
    expect(dropDamagedCache(workspace.folder)).toBeUndefined();
    damage();
    expect(dropDamagedCache(workspace.folder)).toMatch(reason);
    expect(await workspace.run()).toMatchObject({ exitCode: 0, ran: true, made: 'made' });
  });

  it('is left alone when all is as it was', async () => {
    sealCache(workspace.folder);
    expect(dropDamagedCache(workspace.folder)).toBeUndefined();
    expect(await workspace.run()).toMatchObject({ exitCode: 0, ran: false, made: 'made' });
  });
});
