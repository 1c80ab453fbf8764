import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOutsideNx } from '../gates/workspace-copy.ts';

/** What a target of each project is hashed by: files from the root, by task. */
export type DeclaredInputs = Readonly<Record<string, readonly string[]>>;

/** Asks Nx which files are inputs of a target, in every project that has it. */
export function declaredInputs(root: string, target: string): DeclaredInputs {
  const env = { ...environmentOutsideNx(), NX_WORKSPACE_ROOT_PATH: root, NX_DAEMON: 'false' };
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'print-inputs.mjs'), target], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(printed) as DeclaredInputs;
}

/** How strace is called to tell which files a command and all that it starts open; a script is opened by what runs it. */
export function traced(trace: string, command: readonly string[]): readonly string[] {
  return ['strace', '-f', '-qq', '--seccomp-bpf', '-y', '-e', 'trace=open,openat', '-o', trace, ...command];
}

/** The files below a folder that were opened, by the trace of strace. What was looked for in vain is left out. */
export function openedBelow(root: string, trace: string): ReadonlySet<string> {
  const opened = new Set<string>();
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    // The result tells the whole path, also of a file that was opened by a relative one.
    const path = / = \d+<(.*)>$/.exec(line)?.[1] ?? '';
    if (path.startsWith(`${root}/`)) opened.add(path.slice(root.length + 1));
  }
  return opened;
}

/** Read by whatever loads TypeScript, and by git: they decide about no test. */
const OF_THE_LOADER = /(?:^|\/)(?:tsconfig[^/]*\.json|package\.json|\.gitignore)$/;

/**
 * The files that a task opened and that are not among its inputs: when one of them changes, Nx would answer from its cache.
 *
 * @param tracked every file that git knows; others are made, by tasks or tests
 */
export function undeclared(opened: ReadonlySet<string>, inputs: readonly string[], tracked: ReadonlySet<string>): readonly string[] {
  const declared = new Set(inputs);
  return [...opened].filter((path) => tracked.has(path) && !declared.has(path) && !OF_THE_LOADER.test(path)).toSorted();
}
