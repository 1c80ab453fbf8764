import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

const SHOWN_ERRORS = 5;

/** Vite's own, over the reason that it gives. */
const HEADING = 'error during build:';

/** What must be compiled to start a ring: two programs and, by reference, all that they import. No test can hold up a start. */
const PROGRAMS = ['packages/cli', 'packages/sidecar'];

/**
 * Compiles what `npm start` runs; the compiler itself skips what has not changed.
 *
 * @param {{ root: string, signal: AbortSignal }} options
 */
export async function compile({ root, signal }) {
  const compiler = join(root, 'node_modules', 'tsc7', 'bin', 'tsc');
  const projects = PROGRAMS.map((program) => join(root, program, 'tsconfig.lib.json'));
  const { exitCode, lines } = await run([process.execPath, compiler, '-b', ...projects], { cwd: root, signal });
  if (exitCode === 0) return;
  const errors = lines.filter((line) => /error TS\d+/.test(line));
  const shown = (errors.length === 0 ? lines : errors).slice(0, SHOWN_ERRORS).join('\n  ');
  throw new Problem(`The sources do not compile:\n  ${shown}`, 'Correct them, or go back to a commit that compiles.', 65);
}

/** True when a package has a page to build and its sources are newer than what was built last. */
export function pageIsStale(folder) {
  if (!existsSync(join(folder, 'vite.config.ts'))) return false;
  const built = modifiedMs(join(folder, 'dist', 'index.html'));
  return built === undefined || newestMs(join(folder, 'src')) > built || (modifiedMs(join(folder, 'index.html')) ?? 0) > built;
}

/**
 * Builds the dashboard.
 *
 * @param {{ root: string, signal: AbortSignal }} options
 */
export async function buildDashboard({ root, signal }) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const folder = join(root, 'packages', 'dashboard');
  const { exitCode, lines } = await run([process.execPath, vite, 'build', '--logLevel', 'error'], { cwd: folder, signal });
  if (exitCode === 0) return;
  const said = lines.find((line) => /error/i.test(line) && line !== HEADING) ?? lines.at(-1) ?? 'it said nothing';
  throw new Problem(`The dashboard does not build: ${said}`, 'Correct packages/dashboard, or go back to a commit that builds.', 65);
}

function newestMs(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((entry) => modifiedMs(join(entry.parentPath ?? entry.path, entry.name)) ?? 0));
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
