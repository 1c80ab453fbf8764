import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOutsideNx } from '../gates/workspace-copy.ts';

/** A task as Nx would run it: `project:target`, its hash, and what went into that by name. */
export interface HashedTask {
  readonly id: string;
  /** False for a task that always runs. */
  readonly cache: boolean;
  readonly hash: string;
  readonly inputs: readonly string[];
  readonly dependencies: readonly string[];
}

/** Every target that Nx may answer from its cache. */
export const TARGETS: readonly string[] = ['build', 'typecheck', 'lint', 'test', 'workspace', 'integration', 'generate'];

/** Asks Nx for every task of a workspace, by id. Nothing is run. */
export function hashedTasks(folder: string): ReadonlyMap<string, HashedTask> {
  const env = { ...environmentOutsideNx(), NX_WORKSPACE_ROOT_PATH: folder, NX_DAEMON: 'false' };
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'print-tasks.mjs'), ...TARGETS], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: 64 * 1024 ** 2,
  });
  return new Map((JSON.parse(printed) as HashedTask[]).map((task) => [task.id, task]));
}

/** The ids of the tasks whose hash is another one afterwards: those that Nx would have to run again. */
export function tasksThatRun(before: ReadonlyMap<string, HashedTask>, after: ReadonlyMap<string, HashedTask>): readonly string[] {
  return [...after.values()]
    .filter(({ id, hash }) => before.get(id)?.hash !== hash)
    .map(({ id }) => id.replace('@ringside/', ''))
    .toSorted();
}

/** Changes a file, does something, and puts the file back as it was. */
export function withEdit<T>(folder: string, path: string, edit: (text: string) => string, act: () => T): T {
  const file = join(folder, path);
  const before = readFileSync(file);
  try {
    writeFileSync(file, edit(before.toString()));
    return act();
  } finally {
    writeFileSync(file, before);
  }
}
