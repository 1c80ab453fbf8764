import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findScope } from './scope.mjs';

let folder: string;
let clone: string;

const git = (cwd: string, ...args: readonly string[]): string => {
  const settings = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...settings, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
};
const commit = (cwd: string, file: string): void => {
  writeFileSync(join(cwd, file), file);
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', `add ${file}`);
};

/** A repository with a `main` of two commits, and a clone with a branch of one more. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-scope-'));
  const origin = join(folder, 'origin');
  git(folder, 'init', '-q', '-b', 'main', origin);
  commit(origin, 'one');
  commit(origin, 'two');
  clone = join(folder, 'clone');
  git(folder, 'clone', '-q', `file://${origin}`, clone);
  git(clone, 'checkout', '-q', '-b', 'topic');
  commit(clone, 'three');
});
afterEach(() => rmSync(folder, { recursive: true }));

const reason = (at = clone): unknown => (findScope(at) as { everythingBecause?: string }).everythingBecause;

describe('findScope()', () => {
  it('compares with the commit where the branch left main, also when main has moved on', () => {
    const left = git(clone, 'rev-parse', 'origin/main');
    commit(join(folder, 'origin'), 'four');
    git(clone, 'fetch', '-q');
    expect(git(clone, 'rev-parse', 'origin/main')).not.toBe(left);
    expect(findScope(clone)).toEqual({ base: left });
  });

  it('takes everything outside of git', () => {
    expect(reason(folder)).toBe('this is no git repository');
  });

  it('takes everything in a shallow clone', () => {
    const shallow = join(folder, 'shallow');
    git(folder, 'clone', '-q', '--depth', '1', `file://${join(folder, 'origin')}`, shallow);
    expect(reason(shallow)).toMatch(/shallow/);
  });

  it('takes everything without origin/main, and without a commit in common', () => {
    git(clone, 'update-ref', '-d', 'refs/remotes/origin/main');
    expect(reason()).toBe('there is no origin/main');
    git(clone, 'fetch', '-q');
    git(clone, 'checkout', '-q', '--orphan', 'other');
    git(clone, 'commit', '-qm', 'of its own');
    expect(reason()).toMatch(/no commit in common/);
  });

  it('takes everything on a detached head', () => {
    git(clone, 'checkout', '-q', '--detach');
    expect(reason()).toMatch(/detached/);
  });

  it('takes everything when something is not committed, be it a new file only', () => {
    writeFileSync(join(clone, 'new'), '');
    expect(reason()).toMatch(/not committed/);
  });

  it('takes everything on main itself, where nothing would differ', () => {
    git(clone, 'checkout', '-q', '-B', 'main', 'origin/main');
    expect(reason()).toMatch(/on origin\/main itself/);
  });
});
