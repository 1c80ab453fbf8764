import { existsSync, rmSync, utimesSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';

const LOWEST_PRIORITY = 19;

/** Leaves the processor to the ring: this process, and all that it starts, comes last. */
export function comeLast() {
  try {
    setPriority(LOWEST_PRIORITY);
  } catch {
    // A system that refuses leaves it at the usual priority.
  }
}

/**
 * Builds the documentation and dates its pages back to when that began: what was changed later is not in them. Their mark, the site map, is taken off before, so
 * that pages of a build that is broken off never count as complete. `@ringside/local-docs` reads it.
 *
 * @param {string} pages the folder that they are built into
 * @param {() => Promise<number>} build resolves with an exit code
 * @returns {Promise<number>} the exit code; never 0 without complete pages
 */
export async function datedBuild(pages, build) {
  const mark = join(pages, 'sitemap.xml');
  const startedSeconds = Date.now() / 1_000;
  rmSync(mark, { force: true });
  const exitCode = await build();
  if (exitCode !== 0) return exitCode;
  if (existsSync(mark) && existsSync(join(pages, 'index.html'))) {
    utimesSync(mark, startedSeconds, startedSeconds);
    return 0;
  }
  process.stderr.write(`The build ended well, but ${pages} has no complete site.\n`);
  return 1;
}
