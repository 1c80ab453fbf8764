import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkDependencies } from '../gates/workspace-copy.ts';
import { type HashedTask, hashedTasks, tasksThatRun } from '../nx/tasks.ts';
import { changedSince } from './scope.mjs';

/**
 * Finds what a change reaches by what Nx hashes: every task whose hash at HEAD is another one than at the base. Nx's own `affected` knows only
 * which projects have changed files, and takes all of their dependents.
 *
 * @param isSetAside of these files, HEAD's content is taken for the base as well: whatever reads only them is not reached
 * @returns ids such as `ring:test`
 */
export function reachedTasks(root: string, base: string, isSetAside: (path: string) => boolean = () => false): ReadonlySet<string> {
  const aside = changedSince(root, base).filter(isSetAside);
  return new Set(tasksThatRun(tasksAt(root, base, aside), tasksAt(root, 'HEAD', [])));
}

/** Hashes a commit in a folder of its own: what was built in the clone itself would count. */
function tasksAt(root: string, commit: string, fromHead: readonly string[]): ReadonlyMap<string, HashedTask> {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  const folder = mkdtempSync(join(tmpdir(), 'ringside-reached-'));
  try {
    git('worktree', 'add', '--quiet', '--detach', folder, commit);
    const kept = new Set(git('ls-tree', '-r', '-z', '--name-only', 'HEAD').split('\0'));
    for (const path of fromHead) rmSync(join(folder, path), { force: true });
    const there = fromHead.filter((path) => kept.has(path));
    if (there.length > 0) execFileSync('git', ['checkout', '--quiet', git('rev-parse', 'HEAD').trim(), '--', ...there], { cwd: folder });
    linkDependencies(folder);
    return hashedTasks(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}
