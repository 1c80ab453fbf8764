import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, lockedPackages, neededBelow, recordedPackages } from './lock.mjs';
import { Problem } from './problem.mjs';
import { assertNoRing } from './ring.mjs';
import { run } from './run.mjs';

/** So many requests that failed before the first that did not: there is no network, and npm's own retries would take minutes to say so. */
const HOPELESS_FAILURES = 20;
const LIMIT_MS = 30 * 60_000;
const NO_ANSWER = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH)\b/;

/** The folder of the workspaces that a ring is compiled and run from. Documentation and tools have 90 % of all dependencies, and come later. */
const START_FOLDER = 'packages';
/** Runs the checks. No ring needs it, so whoever has it has had everything installed. */
const CHECKS = 'node_modules/nx';

/** True when `node_modules` holds what package-lock.json says, all of it. */
export function dependenciesAreInstalled(root) {
  return holds(root, (locked) => Object.keys(locked).filter(isInstalled));
}

/** True when `node_modules` holds at least what a ring needs, and nothing in another version than package-lock.json says. */
export function startDependenciesAreInstalled(root) {
  return holds(root, (locked) => neededBelow(locked, START_FOLDER));
}

function holds(root, neededOf) {
  const locked = lockedPackages(root);
  const recorded = recordedPackages(root);
  if (locked === undefined || recorded === undefined) return false;
  const isMissing = (path) => locked[path].optional !== true && !isThere(root, path, locked[path], recorded[path]);
  if ([...neededOf(locked)].some(isMissing)) return false;
  return Object.entries(recorded).every(([path, entry]) => !isInstalled(path) || entry.link === true || isSame(locked[path], entry));
}

/**
 * A package is there when npm has recorded it. A link to a workspace is looked at itself: npm's record is of its last run, and knows nothing of
 * a link that was made or broken since.
 */
function isThere(root, path, entry, present) {
  if (entry.link !== true) return present !== undefined && present.link !== true;
  try {
    return realpathSync(join(root, path)) === realpathSync(join(root, entry.resolved));
  } catch {
    return false;
  }
}

function isSame(entry, present) {
  return entry !== undefined && present.version === entry.version && present.integrity === entry.integrity;
}

/**
 * Installs what a ring needs, or everything where everything was installed: `npm ci` first empties `node_modules`, and a contributor whose lock
 * has changed would lose the linter and the compiler.
 *
 * @param {Install} install
 * @returns {Promise<number>} how many packages are installed now
 * @throws {Problem} while a ring runs from what would be replaced
 */
export async function installStartDependencies(install) {
  const locked = lockedPackages(install.root) ?? {};
  if (recordedPackages(install.root)?.[CHECKS] !== undefined) return installAfresh(install, locked);
  return replaceAll(['--workspace', START_FOLDER], countOf(locked, neededBelow(locked, START_FOLDER)), install);
}

/**
 * Installs all locked dependencies. Where those of a ring are there, they stay as they are, because it may be running.
 *
 * @param {Install} install
 * @returns {Promise<number>} how many packages are installed now
 * @throws {Problem} while a ring runs from what would be replaced
 */
export async function installDependencies(install) {
  return startDependenciesAreInstalled(install.root)
    ? addDependencies(install)
    : installAfresh(install, lockedPackages(install.root) ?? {});
}

/**
 * Adds what is missing to what a ring runs from, and changes nothing of that.
 *
 * @param {Install} install
 * @returns {Promise<number>} how many packages are installed now
 * @throws {Problem} when it could not be left as it is
 */
export async function addDependencies(install) {
  const { root } = install;
  if (!startDependenciesAreInstalled(root)) {
    throw new Problem(
      'The installed dependencies are not those of package-lock.json, and a ring may be running from them.',
      'Stop the ring with npx ringside down, then run npm start.',
      75,
    );
  }
  const locked = lockedPackages(root) ?? {};
  const missing = removeUnrecorded(root, locked);
  return npm(['install', '--no-save'], countOf(locked, missing), install);
}

const installAfresh = (install, locked) => replaceAll([], countOf(locked, Object.keys(locked).filter(isInstalled)), install);

/** Puts what is locked in the place of all that is installed; never under a ring that runs from it. */
async function replaceAll(options, total, install) {
  assertNoRing(install.root, install.env);
  return npm(['ci', ...options], total, install);
}

/**
 * Removes what an install that was broken off has left: npm would take half a package for a whole one.
 *
 * @returns {readonly string[]} paths of all that is not installed
 */
function removeUnrecorded(root, locked) {
  const recorded = recordedPackages(root) ?? {};
  const missing = Object.keys(locked).filter((path) => isInstalled(path) && !isThere(root, path, locked[path], recorded[path]));
  for (const path of missing) rmSync(join(root, path), { recursive: true, force: true });
  return missing;
}

const countOf = (locked, paths) => [...paths].filter((path) => locked[path].link !== true && locked[path].optional !== true).length;

/**
 * Runs npm, install scripts left out (nothing here needs one).
 *
 * @typedef {{ root: string, signal: AbortSignal, env?: NodeJS.ProcessEnv, step: import('./report.mjs').Step }} Install
 * @param {readonly string[]} command
 * @param {number} total how many packages it is about to install
 * @param {Install} install
 * @returns {Promise<number>} how many packages are installed now
 */
async function npm(command, total, { root, signal, step, env = process.env }) {
  let answers = 0;
  let fetched = 0;
  const failures = [];
  const hopeless = new AbortController();
  const onLine = (line) => {
    if (/http fetch \S+ \S+ attempt \d+ failed with/.test(line)) failures.push(`npm error ${line}`);
    if (failures.length >= HOPELESS_FAILURES && answers === 0) hopeless.abort();
    if (!/http fetch GET [23]\d\d /.test(line)) return;
    answers += 1;
    if (!line.includes('.tgz')) return;
    fetched += 1;
    step.update(`${Math.min(fetched, total)} of about ${total} packages`, fetched / total);
  };
  const options = ['--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--progress=false', '--loglevel=http'];
  const ended = AbortSignal.any([signal, hopeless.signal, AbortSignal.timeout(LIMIT_MS)]);
  const { exitCode, lines } = await run([...npmCommand(env), ...command, ...options], { cwd: root, signal: ended, env, onLine }).catch(
    (error) => {
      if (signal.aborted || !ended.aborted) throw error;
      throw npmProblem(hopeless.signal.aborted ? failures : ['it did not finish within 30 minutes'], command);
    },
  );
  if (exitCode !== 0) throw npmProblem(lines, command);
  return Object.keys(recordedPackages(root) ?? {}).length;
}

/** The npm that runs us, else the one on PATH. */
function npmCommand(env) {
  return env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
}

/**
 * What npm's last words come to, in one sentence.
 *
 * @param {readonly string[]} lines that npm printed
 * @param {readonly string[]} command of npm, such as `['ci']`
 */
export function npmProblem(lines, command) {
  const errors = lines.filter((line) => /^npm (?:error|ERR!)/.test(line)).map((line) => line.replace(/^npm (?:error|ERR!)\s*/, ''));
  const silent = NO_ANSWER.exec(errors.join('\n'));
  if (silent !== null) {
    return new Problem(
      `The locked dependencies are not all here, and npm’s registry does not answer (${silent[1]}).`,
      'Connect to the network, or set the registry or proxy in your .npmrc; then run the same command again.',
      69,
    );
  }
  const said = errors.find((line) => line !== '' && !/^(?:code|errno|syscall|path) /.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  const shown = ['npm', ...command, '--ignore-scripts'].join(' ');
  // What is installed is added to, not replaced, where a ring may be running from it.
  const first = command[0] === 'install' ? ' Stop the ring first.' : '';
  return new Problem(
    `npm ${command[0]} failed: ${said}`,
    `Mend what npm reports (${shown} shows all of it), then run the same command again.${first}`,
    69,
  );
}
