import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDuration, nearest } from '@ringside/core';
import { addCounts, closingLine, type Count, countStep, failuresOf, skippedLine } from './report.ts';
import { ROOT, type Step, steps } from './steps.ts';

interface Done {
  readonly step: Step;
  readonly count: Count;
  readonly failures: readonly string[];
  readonly elapsedMs: number;
}

/** Runs every step, also after one has failed, so that one run shows every fault; its last line counts them. */
async function main(): Promise<number> {
  const chosen = choose();
  if (typeof chosen === 'string') {
    process.stderr.write(`${chosen}\n`);
    return 64;
  }
  const done: Done[] = [];
  for (const step of chosen) done.push(await runStep(step));
  for (const { failures } of done) for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  process.stdout.write(`\n${done.map(summaryLine).join('\n')}\n`);
  const total = addCounts(done.map(({ count }) => count));
  process.stdout.write(`${skippedLine(total)}${closingLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

function choose(): readonly Step[] | string {
  const { values } = parseArgs({ options: { only: { type: 'string' }, skip: { type: 'string' } } });
  const names = steps.map(({ name }) => name);
  const only = values.only?.split(',') ?? names;
  const skip = values.skip?.split(',') ?? [];
  const unknown = [...only, ...skip].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, names);
    return `No step is called ${unknown}.${near === undefined ? '' : ` Did you mean ${near}?`} There are: ${names.join(', ')}.`;
  }
  return steps.filter(({ name }) => only.includes(name) && !skip.includes(name));
}

async function runStep(step: Step): Promise<Done> {
  process.stdout.write(`\n== ${step.name}: ${step.proves}\n`);
  const files = step.report?.folders.map((folder) => join(ROOT, folder, 'test-results', step.report?.file ?? ''));
  for (const file of files ?? []) rmSync(file, { force: true });
  const startMs = performance.now();
  const exitCode = await execute(step.command);
  const reports = files?.filter((file) => existsSync(file)).map((file): unknown => JSON.parse(readFileSync(file, 'utf8')));
  const failures = failuresOf(reports ?? []).map((failure) => failure.replaceAll(`${ROOT}/`, ''));
  return { step, count: countStep({ exitCode, reports }), failures, elapsedMs: performance.now() - startMs };
}

function execute([command = '', ...args]: readonly string[]): Promise<number> {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PATH: path } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function summaryLine({ step, count, elapsedMs }: Done): string {
  const mark = count.failed === 0 ? '✔' : '✘';
  return `${mark} ${step.name.padEnd(13)} ${formatDuration(elapsedMs).padStart(10)}   ${closingLine(count)}`;
}

process.exitCode = await main();
