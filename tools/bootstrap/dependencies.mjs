import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

/** So many requests that failed before the first that did not: there is no network, and npm's own retries would take minutes to say so. */
const HOPELESS_FAILURES = 20;
const DEADLINE_MS = 30 * 60_000;
const NO_ANSWER = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH)\b/;

/**
 * True when `node_modules` holds what package-lock.json says, going by the record that npm itself leaves in it at the very end of an
 * install (`node_modules/.package-lock.json`): an install that was broken off has none.
 */
export function dependenciesAreInstalled(root) {
  const locked = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (locked === undefined || installed === undefined) return false;
  for (const [path, entry] of Object.entries(locked)) {
    if (!path.includes('node_modules/')) continue;
    const present = installed[path];
    if (present === undefined ? entry.optional !== true : !isSame(entry, present)) return false;
  }
  return Object.keys(installed).every((path) => !path.includes('node_modules/') || locked[path] !== undefined);
}

function isSame(entry, present) {
  return entry.link === true
    ? present.resolved === entry.resolved
    : present.version === entry.version && present.integrity === entry.integrity;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Installs the locked dependencies with `npm ci`, install scripts left out (nothing here needs one).
 *
 * @param {{ root: string, signal: AbortSignal, env?: NodeJS.ProcessEnv, step: import('./report.mjs').Step }} options
 * @returns {Promise<number>} how many packages are installed now
 */
export async function installDependencies({ root, signal, step, env = process.env }) {
  const packages = Object.entries(readPackages(join(root, 'package-lock.json')) ?? {});
  const total = packages.filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true && entry.optional !== true).length;
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
  const ended = AbortSignal.any([signal, hopeless.signal, AbortSignal.timeout(DEADLINE_MS)]);
  const { exitCode, lines } = await run([...npmCommand(env), 'ci', ...options], { cwd: root, signal: ended, env, onLine }).catch(
    (error) => {
      if (signal.aborted || !ended.aborted) throw error;
      throw npmProblem(hopeless.signal.aborted ? failures : ['npm ci did not end within 30 minutes']);
    },
  );
  if (exitCode !== 0) throw npmProblem(lines);
  return Object.keys(readPackages(join(root, 'node_modules', '.package-lock.json')) ?? {}).length;
}

/** The npm that runs us, else the one on PATH. */
function npmCommand(env) {
  return env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
}

/** What npm's last words come to, in one sentence. */
export function npmProblem(lines) {
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
  return new Problem(`npm ci failed: ${said}`, 'Mend what npm reports (npm ci shows all of it), then run the same command again.', 69);
}
