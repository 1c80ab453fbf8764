import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';

/** Paths from the root of every file that git tracks, or would track once it is added. */
export function trackedFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '');
}

/** The text of a file, by its path from the root. */
export function readFromRoot(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
