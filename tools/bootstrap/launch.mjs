import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCassandra } from './cassandra.mjs';
import { buildDashboard, compile, pageIsStale } from './compile.mjs';
import {
  addDependencies,
  dependenciesAreInstalled,
  installDependencies,
  installStartDependencies,
  startDependenciesAreInstalled,
} from './dependencies.mjs';
import { exclusively, lockFile } from './exclusive.mjs';
import { handOver } from './hand-over.mjs';
import { surviveClosedTerminal } from './host.mjs';
import { untilInterrupted } from './interrupt.mjs';
import { jarsAreMissing, prefetchJars } from './jars.mjs';
import { Problem } from './problem.mjs';
import { createReport } from './report.mjs';

const ROOT = realpathSync(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** `npm start`: makes the clone ready, then becomes `ringside up`. */
export function start(args) {
  const program = [process.execPath, join(ROOT, 'packages/cli/dist/main.js'), 'up', ...args];
  return launch((job) => prepareStart(job, args), program, false);
}

/** `npm test`: gets what the tests need, then becomes the runner of all checks. A dry run only lists them, and changes nothing. */
export function test(args) {
  const program = [process.execPath, '--conditions=@ringside/source', '--import', 'tsx', join(ROOT, 'tools/ci/test.ts'), ...args];
  return launch(args.includes('--dry-run') ? prepareDryRun : prepareTest, program, true);
}

/**
 * Builds the documentation, with what it needs and a ring does not.
 *
 * Past Nx's cache: to bring a result back from there, Nx first removes what is in its place, and the compiled files of every package are what
 * a ring's sidecars and commands are loading from.
 */
export function buildDocs() {
  const program = [join(ROOT, 'node_modules/.bin/nx'), 'run', 'docs-site:build', '--skip-nx-cache'];
  return launch(prepareDocs, program, true);
}

async function launch(prepare, program, group) {
  surviveClosedTerminal();
  const report = createReport({ stream: process.stderr, env: process.env });
  try {
    await untilInterrupted((signal) => prepare({ root: ROOT, report, signal }));
    process.exitCode = await handOver(program, { cwd: process.cwd(), group });
  } catch (error) {
    const problem = asProblem(error);
    report.problem(problem.message, problem.remedy);
    process.exitCode = problem.exitCode;
  }
}

/** What the system refuses (no space, no permission) is the reader's to mend; anything else is a fault of this program. */
function asProblem(error) {
  if (error instanceof Problem) return error;
  if (error.syscall === undefined) throw error;
  return new Problem(`This folder could not be made ready: ${error.message}.`, 'Mend that, then try again.', 74);
}

/**
 * Installs, compiles and builds what a ring needs and is missing or stale. At a first start Cassandra's jars are fetched meanwhile.
 *
 * @typedef {{ root: string, report: ReturnType<typeof createReport>, signal: AbortSignal }} Job `root` is the clone
 * @param {Job} job
 * @param {readonly string[]} args of `ringside up`
 */
export function prepareStart(job, args = []) {
  return alone(job, async () => {
    const failed = new AbortController();
    const signal = AbortSignal.any([job.signal, failed.signal]);
    const jars = jarsAreMissing({ root: job.root, args }) ? prefetch({ ...job, signal }) : Promise.resolve();
    // Looked at below, after the sources: until then a failure must not count as unhandled.
    jars.catch(() => undefined);
    try {
      await prepareSources(job);
    } catch (error) {
      failed.abort();
      await Promise.allSettled([jars]);
      throw error;
    }
    await jars;
  });
}

function prefetch({ root, signal, report }) {
  return show(report, 'Fetching Cassandra', async (step) => {
    if (await prefetchJars({ root, signal, step })) return 'Cassandra is fetched';
    step.skip('Cassandra is not fetched yet; ringside up tries again');
  });
}

async function prepareSources(job) {
  const { root, signal, report } = job;
  await startDependencies(job);
  await show(report, 'Compiling', async () => {
    await compile({ root, signal });
    return 'Sources are compiled';
  });
  if (!pageIsStale(join(root, 'packages/dashboard'))) return;
  await show(report, 'Building the dashboard', async () => {
    await buildDashboard({ root, signal });
    return 'Dashboard is built';
  });
}

/**
 * Installs what the checks need and is missing; compiling is one of the checks.
 *
 * @param {Job} job
 */
export function prepareTest(job) {
  const { root, signal, report } = job;
  return alone(job, async () => {
    await allDependencies(job);
    await show(report, 'Getting Cassandra', (step) => getCassandra({ root, signal, step }));
  });
}

/**
 * Installs what the documentation needs and is missing, beside a ring that is running.
 *
 * @param {Job} job
 */
export function prepareDocs(job) {
  return dependencies(job, dependenciesAreInstalled, addDependencies, 'Installing dependencies');
}

/**
 * Makes sure that the checks can be listed.
 *
 * @param {Pick<Job, 'root'>} job
 */
export async function prepareDryRun({ root }) {
  if (existsSync(join(root, 'node_modules', 'tsx'))) return;
  throw new Problem(
    'The dependencies are not installed, and a dry run installs nothing.',
    'Run npm ci --ignore-scripts, then run the same command again.',
    69,
  );
}

/** What is installed is changed under a lock of its own: the rest comes in the background, while the folder is otherwise ready. */
function dependencies(job, isReady, install, title) {
  const { root, report } = job;
  if (isReady(root)) return Promise.resolve();
  return alone({ ...job, root: join(root, 'node_modules') }, async () => {
    if (isReady(root)) return;
    await show(report, title, async (step) => `${await install({ ...job, step })} dependencies are installed`);
  });
}

const startDependencies = (job) => dependencies(job, startDependenciesAreInstalled, installStartDependencies, 'Installing dependencies');
const allDependencies = (job) => dependencies(job, dependenciesAreInstalled, installDependencies, 'Installing dependencies');

function alone({ root, report, signal }, work) {
  const onWait = (pid) => report.line(`  · Another launcher (process ${pid}) is making this folder ready; waiting for it.`);
  return exclusively(lockFile(root), work, { signal, onWait });
}

/** Shows work as a step that ends with the words it gives; one that gives none has ended its step by itself. */
async function show(report, title, work) {
  const step = report.step(title);
  try {
    const text = await work(step);
    if (text !== undefined) step.done(text);
  } catch (error) {
    step.fail();
    throw error;
  }
}
