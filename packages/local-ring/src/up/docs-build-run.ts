import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@ringside/core';
import { type DocsPlace, markDocs, unmarkDocs } from './docs-place.ts';

const LOWEST_PRIORITY = 19;

/**
 * Builds the documentation, output to this process's own, and dates its pages.
 *
 * @param command what builds; the site's build in the workspace unless a test gives another
 * @returns the exit code; never 0 without complete pages
 */
export async function runDocsBuild(place: DocsPlace, clock: Clock, command: readonly string[] = docsBuild(place)): Promise<number> {
  const startedMs = clock.nowMs();
  unmarkDocs(place);
  const [program = '', ...words] = command;
  const child = spawn(program, words, { cwd: place.workspace, stdio: 'inherit' });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  if (exitCode !== 0 || markDocs(place, startedMs)) return exitCode;
  process.stderr.write(`The build ended well, but ${place.build} has no complete site.\n`);
  return 1;
}

/** Leaves the processor to the ring: this process, and all that it starts, comes last. */
export function comeLast(): void {
  try {
    setPriority(LOWEST_PRIORITY);
  } catch {
    // A system that refuses leaves it at the usual priority.
  }
}

/** The clone's own launcher gets what only the documentation needs: a ring starts without it. */
function docsBuild(place: DocsPlace): readonly string[] {
  return [process.execPath, join(place.workspace, 'tools', 'bootstrap', 'docs.mjs')];
}
