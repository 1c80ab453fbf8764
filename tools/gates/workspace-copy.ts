import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../ci/steps.ts';

/** A copy of this workspace in a temporary folder, to plant faults in. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** Runs a command of the workspace in the copy. */
  run(command: string, ...args: readonly string[]): { readonly exitCode: number; readonly output: string };
  /** Deletes a file or a folder of the copy. */
  removeFile(path: string): void;
  /** Deletes the tests of the packages and of the site. */
  removeTests(): void;
  /** Deletes the copy. */
  remove(): void;
}

/**
 * Copies every file that git tracks or would track (as it is now, committed or not) and links the installed dependencies, so that
 * the copy's own packages stand in for `@ringside/*`.
 */
export function copyWorkspace(): WorkspaceCopy {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-gates-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name !== '')) copyFile(file, folder);
  linkDependencies(folder);
  execFileSync('git', ['init', '-q'], { cwd: folder });
  const removeFile = (path: string): void => rmSync(join(folder, path), { recursive: true, force: true });
  const removeTests = (): void => ['packages', 'docs-site'].flatMap((below) => testsBelow(folder, below)).forEach(removeFile);
  return { folder, run: (command, ...args) => run(folder, command, args), removeFile, removeTests, remove: () => removeFile('.') };
}

function testsBelow(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => /\.test\.(?:ts|tsx|mjs)$/.test(path)).map((path) => join(folder, path));
}

function copyFile(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(join(ROOT, file), join(folder, file), { force: true, errorOnExist: false });
}

/** Links the installed dependencies into a copy, so that its own packages stand in for `@ringside/*`. */
export function linkDependencies(folder: string): void {
  const [from, to] = [join(ROOT, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(to, '@ringside'), { recursive: true });
  for (const name of readdirSync(from).filter((entry) => entry !== '@ringside' && entry !== '.cache'))
    symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(folder, 'packages'))) symlinkSync(join(folder, 'packages', name), join(to, '@ringside', name));
  symlinkSync(join(folder, 'tools'), join(to, '@ringside', 'tools'));
}

const OF_A_TASK = /^(?:NX_|CIRCLE_NODE_|RINGSIDE_(?:PARTS|PAGES|SHARE|LINE)$)/;

/**
 * The environment without what Nx tells its tasks, and which share of them this machine has: a run inside a copy is no part of the task that made
 * the copy.
 */
export function environmentOutsideNx(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_A_TASK.test(name)));
}

function run(folder: string, command: string, args: readonly string[]): { exitCode: number; output: string } {
  const env = { ...environmentOutsideNx(), NX_WORKSPACE_ROOT_PATH: folder, FORCE_COLOR: '0', NO_COLOR: '1' };
  try {
    const output = execFileSync(join(folder, 'node_modules', '.bin', command), args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
    return { exitCode: 0, output };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
    return { exitCode: status ?? 1, output: `${stdout}${stderr}` };
  }
}
