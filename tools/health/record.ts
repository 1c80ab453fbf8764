import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatBytes, systemClock } from '@ringside/core';
import { ROOT, steps as allSteps } from '../ci/steps.ts';
import { workspacePath } from '../ci/workspace-path.ts';
import { addFigures, cacheHits, type Coverage, coverage, type TestFigures, testFigures } from './reports.ts';

const run = promisify(execFile);
const FILE = join(ROOT, 'docs-site', 'src', 'recorded', 'health.json');
const MOST_OUTPUT_BYTES = 2 ** 27;
const COVERAGE = ['--coverage.enabled', '--coverage.reporter=json-summary', '--coverage.reportsDirectory=test-results/coverage'];

/** A project's tests, as the last whole check left their reports. */
interface ProjectHealth {
  readonly name: string;
  readonly unit?: TestFigures;
  readonly integration?: TestFigures;
  readonly coverage?: Coverage;
}

/**
 * Keeps, for the documentation's health page, what the last `npm test` left: time and tests of each step, tests of each project. Beside it
 * the coverage of each package's unit tests and Nx's cache hits, both measured now. Run it after a whole `npm test`.
 */
async function main(): Promise<number> {
  const steps = lastCheck();
  const missing = allSteps.filter(({ name }) => !steps.some((step) => step.name === name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    process.stderr.write(`There is no result of a whole check: ${names} did not run. Run npm test first.\n`);
    return 1;
  }
  const folders = [...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`), 'docs-site', 'tools'];
  const projects: ProjectHealth[] = [];
  for (const folder of folders) projects.push(await projectHealth(folder));
  const machine = `${availableParallelism()} cores, ${formatBytes(totalmem())}, Node ${process.versions.node}`;
  const health = {
    recordedOn: new Date(systemClock.nowMs()).toISOString().slice(0, 10),
    machine,
    steps,
    projects,
    cache: await secondRun(),
  };
  writeFileSync(FILE, `${JSON.stringify(health, null, 2)}\n`);
  return 0;
}

/** What `npm test` left of each step that it ran last. */
function lastCheck(): readonly { readonly name: string }[] {
  const file = join(ROOT, 'test-results', 'steps.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name: string }[]) : [];
}

async function projectHealth(folder: string): Promise<ProjectHealth> {
  const unit = addFigures([report(folder, 'unit'), report(folder, 'workspace')]);
  const integration = report(folder, 'integration');
  const covered = folder.startsWith('packages/') && unit !== undefined ? await coverageOf(folder) : undefined;
  return {
    name: folder.replace('packages/', ''),
    ...(unit === undefined ? {} : { unit }),
    ...(integration === undefined ? {} : { integration }),
    ...(covered === undefined ? {} : { coverage: covered }),
  };
}

function report(folder: string, kind: 'unit' | 'workspace' | 'integration'): TestFigures | undefined {
  const file = join(ROOT, folder, 'test-results', `${kind}.json`);
  return existsSync(file) ? testFigures(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

async function coverageOf(folder: string): Promise<Coverage | undefined> {
  process.stderr.write(`Coverage of ${folder}\n`);
  await inWorkspace(folder, 'vitest', 'run', ...COVERAGE, '--coverage.include=src/**');
  return coverage(JSON.parse(readFileSync(join(ROOT, folder, 'test-results', 'coverage', 'coverage-summary.json'), 'utf8')));
}

/** The same work again: every task must come from the cache. */
async function secondRun(): Promise<{ readonly hits: number; readonly tasks: number; readonly elapsedMs: number }> {
  process.stderr.write('Nx, twice\n');
  const again = (): Promise<string> =>
    inWorkspace('.', 'nx', 'run-many', '-t', 'lint', 'typecheck', 'test', '--exclude=@ringside/docs-site', '--outputStyle=stream');
  await again();
  const startMs = performance.now();
  const hits = cacheHits(await again());
  return { ...hits, elapsedMs: Math.round(performance.now() - startMs) };
}

async function inWorkspace(folder: string, program: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', PATH: workspacePath() };
  const { stdout } = await run(program, args, { cwd: join(ROOT, folder), env, maxBuffer: MOST_OUTPUT_BYTES });
  return stdout;
}

process.exitCode = await main();
