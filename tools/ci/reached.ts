import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkDependencies } from '../gates/workspace-copy.ts';
import { type HashedTask, hashedTasks, tasksThatRun } from '../nx/tasks.ts';
import { changedSince } from './scope.mjs';

/** True for a file whose content at HEAD is taken for the base as well: whatever reads only such files is not reached. */
type SetAside = (path: string) => boolean;

/**
 * Finds what a change reaches by what Nx hashes: every task whose hash at HEAD is another one than at the base. Nx's own `affected` knows only
 * which projects have changed files, and takes all of their dependents.
 *
 * @returns finds ids such as `ring:test`; a commit is hashed, which takes seconds, when it is first asked for
 */
export function tasksReached(root: string, base: string): (isSetAside?: SetAside) => ReadonlySet<string> {
  const changed = changedSince(root, base);
  const hashed = new Map<string, ReadonlyMap<string, HashedTask>>();
  const at = (commit: string, fromHead: readonly string[]): ReadonlyMap<string, HashedTask> => {
    const key = JSON.stringify([commit, fromHead]);
    const tasks = hashed.get(key) ?? tasksAt(root, commit, fromHead);
    hashed.set(key, tasks);
    return tasks;
  };
  return (isSetAside = () => false) => new Set(tasksThatRun(at(base, changed.filter(isSetAside)), at('HEAD', [])));
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
