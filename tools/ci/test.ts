import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endRings, ringsOwnedBy } from '@ringside/cluster';
import { formatDuration } from '@ringside/core';
import { ownIdentity } from '@ringside/host';
import { readArguments, type Request } from './arguments.ts';
import { guardCache, remoteCacheOf } from './cache-guard.ts';
import { dropDamagedCache, sealCache } from './cache-seal.ts';
import { isSetAside, readMachine, readsEverything, shareOf } from './parts.mjs';
import { type Change, type PlannedStep, planStep } from './plan.ts';
import { readProjects } from './projects.ts';
import {
  addCounts,
  brokenReport,
  brokenStep,
  closingLine,
  type Count,
  countStep,
  describeFailure,
  failedTitles,
  type Failure,
  failuresOf,
  heldToTests,
  skippedLine,
} from './report.ts';
import { tasksReached } from './reached.ts';
import { changedSince, findScope } from './scope.mjs';
import { ROOT, type Step, steps } from './steps.ts';
import { workspacePath } from './workspace-path.ts';

interface Done {
  readonly step: Step;
  readonly count: Count;
  readonly failures: readonly Failure[];
  readonly elapsedMs: number;
}

/** Runs every step, also after one has failed, so that one run shows every fault; its last line counts them. */
async function main(): Promise<number> {
  const projects = readProjects();
  const request = readArguments(process.argv.slice(2), projects);
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n`);
    return 64;
  }
  const planned = plan(request);
  if (request.dryRun) return print(planned);
  const damage = dropDamagedCache(ROOT);
  if (damage !== undefined) process.stderr.write(`The cache of Nx on this machine was damaged and is removed: ${damage}.\n`);
  const cache = remoteCacheOf(process.env);
  const guard =
    cache && (await guardCache(cache, (problem) => process.stderr.write(`Remote cache: ${problem}. The run goes on without it.\n`)));
  try {
    return await runSteps(planned, guard?.env ?? {});
  } finally {
    tellIfItFails('The seal of the cache of Nx', () => sealCache(ROOT));
    await guard?.stop();
  }
}

function plan({ steps, projects, affected }: Request): readonly PlannedStep[] {
  const scope = affected ? findScope(ROOT) : undefined;
  const base = scope !== undefined && 'base' in scope ? scope.base : undefined;
  if (scope !== undefined)
    process.stdout.write('base' in scope ? `What changed since ${scope.base}.\n` : `EVERYTHING: ${scope.everythingBecause}.\n`);
  const machine = readMachine(process.env);
  const change = base === undefined ? undefined : readChange(base, steps);
  const all = readProjects();
  return steps.map((step) => planStep(step, all, { projects, change, machine, share: (name) => shareOf(ROOT, name, machine) }));
}

/** Hashing a commit takes seconds: only what a step asks for is compared. */
function readChange(base: string, steps: readonly Step[]): Change {
  const isDivided = ({ run }: Step): boolean => 'target' in run && run.divided !== undefined && !readsEverything(run.divided);
  const reached = tasksReached(ROOT, base);
  const whole = steps.some(isDivided) ? reached(isSetAside) : new Set<string>();
  const any = steps.every(isDivided) ? whole : reached();
  const short = (task: string): string => task.replace('@ringside/', '');
  return {
    paths: changedSince(ROOT, base),
    reaches: (task) => any.has(short(task)),
    reachesWhole: (task) => whole.has(short(task)),
  };
}

function print(planned: readonly PlannedStep[]): number {
  for (const { step, command, env } of planned) {
    process.stdout.write(`${step.lane} ${step.name}: ${command?.join(' ') ?? 'nothing to do'}\n`);
    for (const [name, value] of command === undefined ? [] : Object.entries(env ?? {})) process.stdout.write(`    ${name}=${value}\n`);
  }
  return 0;
}

async function runSteps(planned: readonly PlannedStep[], env: Readonly<Record<string, string>>): Promise<number> {
  const done: Done[] = [];
  for (const step of planned) done.push(await runStepOrFail(step, env));
  for (const { failures } of done) for (const failure of failures) process.stdout.write(`\n${describeFailure(failure)}\n`);
  process.stdout.write(`\n${done.flatMap(summaryLines).join('\n')}\n`);
  tellIfItFails('The times of the steps', () => keepTimes(done));
  const total = addCounts(done.map(({ count }) => count));
  process.stdout.write(`${skippedLine(total)}${closingLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

/** What a step throws is its failure: the others run all the same, and the summary counts it. */
async function runStepOrFail(planned: PlannedStep, env: Readonly<Record<string, string>>): Promise<Done> {
  const startMs = performance.now();
  try {
    return await runStep(planned, env);
  } catch (thrown) {
    return { step: planned.step, ...brokenStep(planned.step.name, thrown), elapsedMs: performance.now() - startMs };
  }
}

function tellIfItFails(what: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    process.stderr.write(`${what} could not be kept: ${String(thrown)}\n`);
  }
}

async function runStep({ step, command, reports: paths, env: files }: PlannedStep, env: Readonly<Record<string, string>>): Promise<Done> {
  process.stdout.write(`\n== ${step.name}: ${step.proves}\n`);
  if (command === undefined) {
    process.stdout.write('Nothing to do: the change reaches no project of this step, or other machines run them.\n');
    return { step, count: { passed: 0, failed: 0, skipped: 0 }, failures: [], elapsedMs: 0 };
  }
  for (const path of paths ?? []) rmSync(join(ROOT, path), { force: true });
  const startMs = performance.now();
  // Packages whose tests run as processes of their own share their rings until the step is over.
  const exitCode = await execute(command, { ...env, ...files, ...ringsOwnedBy(ownIdentity()) });
  await endRings(ownIdentity()).catch((error: Error) =>
    process.stderr.write(`Rings that tests shared could not be ended; they end with this check: ${error.message}\n`),
  );
  const reports = paths?.filter((path) => existsSync(join(ROOT, path))).map(readReport);
  const failures = failuresOf(reports ?? [], ROOT);
  for (const path of paths ?? []) keepForCi(path.replace(/json$/, 'xml'));
  return { step, count: countStep({ exitCode, reports }), failures, elapsedMs: performance.now() - startMs };
}

/** A report that cannot be read is a failure, whatever the exit code: it may have come out of a cache entry that was damaged. */
function readReport(path: string): unknown {
  try {
    return heldToTests(path, JSON.parse(readFileSync(join(ROOT, path), 'utf8')));
  } catch {
    return brokenReport(path, 'The report is broken. Remove the folder .nx.');
  }
}

/** Puts a report where CircleCI collects them: `test-results/PROJECT/KIND.xml` at the root. */
function keepForCi(path: string): void {
  if (!existsSync(join(ROOT, path))) return;
  const kept = join(ROOT, 'test-results', path.replace('/test-results/', '/'));
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(join(ROOT, path), kept);
}

function execute([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env, PATH: workspacePath() } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Leaves what each step took and counted when it last ran. */
function keepTimes(done: readonly Done[]): void {
  const file = join(ROOT, 'test-results', 'steps.json');
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly name: string }[]) : [];
  const now = done.map(({ step: { name, lane, proves }, count, elapsedMs }) => ({
    name,
    lane,
    proves,
    ...count,
    elapsedMs: Math.round(elapsedMs),
  }));
  const kept = steps.flatMap(({ name }) => [...now, ...before].find((each) => each.name === name) ?? []);
  mkdirSync(join(ROOT, 'test-results'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
}

function summaryLines({ step, count, failures, elapsedMs }: Done): readonly string[] {
  const mark = count.failed === 0 ? '✔' : '✘';
  const line = `${mark} ${step.name.padEnd(13)} ${formatDuration(elapsedMs).padStart(10)}   ${closingLine(count)}`;
  return [line, ...failedTitles(failures)];
}

process.exitCode = await main();
