import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@ringside/core';
import { type DocsPlace, hasPages, markDocs, unmarkDocs } from './docs-place.ts';

const LOWEST_PRIORITY = 19;

/**
 * Builds the documentation, output to this process's own, and marks the pages when they are complete.
 *
 * @param command what builds; the site's build in the workspace unless a test gives another
 * @returns the exit code; never 0 without pages
 */
export async function runDocsBuild(place: DocsPlace, clock: Clock, command: readonly string[] = nxBuild(place)): Promise<number> {
  const startedMs = clock.nowMs();
  unmarkDocs(place);
  const [program = '', ...words] = command;
  const child = spawn(program, words, { cwd: place.workspace, stdio: 'inherit' });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  if (exitCode !== 0 || !hasPages(place.build)) return exitCode === 0 ? 1 : exitCode;
  markDocs(place, startedMs);
  return 0;
}

/** Leaves the processor to the ring: this process, and all that it starts, comes last. */
export function comeLast(): void {
  try {
    setPriority(LOWEST_PRIORITY);
  } catch {
    // A system that refuses leaves it at the usual priority.
  }
}

function nxBuild(place: DocsPlace): readonly string[] {
  return [join(place.workspace, 'node_modules', '.bin', 'nx'), 'run', 'docs-site:build'];
}
