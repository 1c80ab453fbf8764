import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { globalOptions, testIo } from '../testing.ts';
import { findHome } from './home.ts';

const newFolder = (): string => temporaryDirectorySync('home');
const user = process.getuid?.() ?? 0;
const findFrom = (workingDirectory: string, directory?: string, userId = user): string =>
  findHome({ io: testIo({ workingDirectory }), global: globalOptions(directory === undefined ? [] : ['--directory', directory]) }, userId);

describe('findHome()', () => {
  it('resolves links above a folder that does not exist yet, so that it reads the same once it exists', () => {
    const root = newFolder();
    mkdirSync(join(root, 'real'));
    symlinkSync(join(root, 'real'), join(root, 'link'));
    const home = findFrom(root, 'link/deep/er');
    expect(home).toBe(join(root, 'real', 'deep', 'er'));
    mkdirSync(home, { recursive: true });
    expect(findFrom(root, 'link/deep/er')).toBe(home);
    expect(findFrom(join(root, 'link'))).toBe(join(root, 'real', '.ringside'));
  });

  it('passes over the folder of another user above, and takes it only when it is named', () => {
    const root = newFolder();
    mkdirSync(join(root, '.ringside'));
    mkdirSync(join(root, 'a'));
    expect(findFrom(join(root, 'a'))).toBe(join(root, '.ringside'));
    expect(findFrom(join(root, 'a'), undefined, user + 1)).toBe(join(root, 'a', '.ringside'));
    expect(findFrom(join(root, 'a'), '../.ringside', user + 1)).toBe(join(root, '.ringside'));
  });

  it('refuses the folder of another user in the working directory', () => {
    const root = newFolder();
    mkdirSync(join(root, '.ringside'));
    expect(() => findFrom(root, undefined, user + 1)).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }));
  });
});
