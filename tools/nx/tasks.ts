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
  /** Whose files are in its hash where they are there: of no task, of those that it depends on, or of all before it. */
  readonly readsOutputs: 'of none' | 'of direct' | 'of all before';
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

/**
 * The ids of the tasks that Nx would have to run again: those whose hash is another one afterwards, and those that read what such a task writes. Where
 * nothing was built, as in a clean copy of a commit, what is written is in no hash yet.
 */
export function tasksThatRun(before: ReadonlyMap<string, HashedTask>, after: ReadonlyMap<string, HashedTask>): readonly string[] {
  const known = new Map<string, boolean>();
  const runs = (task: HashedTask): boolean => {
    const found = known.get(task.id) ?? (before.get(task.id)?.hash !== task.hash || writersFor(task, after).some(runs));
    known.set(task.id, found);
    return found;
  };
  return [...after.values()]
    .filter(runs)
    .map(({ id }) => id.replace('@ringside/', ''))
    .toSorted();
}

/** The tasks whose files a task reads. */
function writersFor({ dependencies, readsOutputs }: HashedTask, all: ReadonlyMap<string, HashedTask>): readonly HashedTask[] {
  const direct = readsOutputs === 'of none' ? [] : dependencies.flatMap((id) => all.get(id) ?? []);
  if (readsOutputs !== 'of all before') return direct;
  const found = new Set(direct);
  // What is added is visited as well.
  for (const { dependencies: more } of found) for (const task of more.flatMap((id) => all.get(id) ?? [])) found.add(task);
  return [...found];
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
