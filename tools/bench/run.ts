import { parseArgs } from 'node:util';
import { nearest } from '@ringside/core';
import { untilInterrupted } from '../bootstrap/interrupt.mjs';
import type { Bench } from './bench.ts';
import { benchNames } from './bench-names.ts';
import { judge } from './judge.ts';
import { barsOf, partsFault } from './parts.ts';
import { record } from './record.ts';

const HELP = `Runs one benchmark, and compares its figures with their bars.

Usage: npm run bench -- <name> [options]     (without a name: lists them all)

Options:
  --json          One line of JSON on standard output
  --pairs <n>     How many times each side is measured (default: the benchmark's own choice)
  --against <commit>  The older commit that first-start or whole-check is compared with
  --only <parts>  Measure these parts alone, such as page,package (of a benchmark that has parts)
  --keep <file>   Keep the time of each part there, and take from there what an earlier run measured at this commit
  --dry-run       Print what would be run
  --record        Keep the figures; the documentation shows them
  --help          This text

Ends with 0 whatever was measured, with 64 when it does not understand what it is told.
`;

interface Request {
  readonly name?: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly record: boolean;
  readonly pairs?: number;
  readonly against?: string;
  readonly 'dry-run': boolean;
  readonly only?: readonly string[];
  readonly keep?: string;
}

/** Runs one benchmark by name: `npm run bench -- tokens [--json] [--pairs 5] [--record]`; lists them all when none is named. */
async function main(): Promise<number> {
  const names = benchNames();
  const request = readRequest();
  if (typeof request === 'string') {
    process.stderr.write(`${request} npm run bench -- --help tells what there is.\n`);
    return 64;
  }
  const { name } = request;
  if (request.help) process.stdout.write(`${HELP}\nBenchmarks:\n`);
  if (request.help || name === undefined) return list(names);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    process.stderr.write(
      `No benchmark is called ${name}.${near === undefined ? '' : ` Did you mean ${near}?`} There are: ${names.join(', ')}.\n`,
    );
    return 64;
  }
  const bench = await load(name);
  const fault = partsFault(bench, { ...request, dryRun: request['dry-run'] });
  if (fault !== undefined) {
    process.stderr.write(`${fault}\n`);
    return 64;
  }
  const only = request.only ?? bench.parts ?? [];
  if (request['dry-run']) {
    process.stdout.write(`${((await bench.plan?.(only)) ?? []).join('\n')}\n`);
    return 0;
  }
  const result = await run(bench, request, only);
  const verdicts = judge(result, barsOf(bench, only));
  for (const { figure, value, bar, holds } of verdicts) process.stderr.write(`${holds ? '✔' : '✘'} ${figure} ${value} (${bar})\n`);
  if (request.record) record(bench, verdicts);
  process.stdout.write(`${request.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
  return 0;
}

/** What was asked for, or a sentence that says what is wrong with it. */
function readRequest(): Request | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        pairs: { type: 'string' },
        against: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        only: { type: 'string' },
        keep: { type: 'string' },
      },
    });
    const { pairs, against, only, keep, ...flags } = values;
    if (positionals.length > 1) return `One benchmark at a time, not ${positionals.length}.`;
    if (against !== undefined && !/^\w[\w./-]{0,99}$/.test(against)) return `--against must be a commit, not "${against}".`;
    if (pairs !== undefined && !/^[1-9]\d{0,3}$/.test(pairs)) return `--pairs must be a whole number from 1 on, not "${pairs}".`;
    return {
      ...flags,
      ...(positionals[0] === undefined ? {} : { name: positionals[0] }),
      ...(pairs === undefined ? {} : { pairs: Number(pairs) }),
      ...(against === undefined ? {} : { against }),
      ...(only === undefined ? {} : { only: only.split(',') }),
      ...(keep === undefined ? {} : { keep }),
    };
  } catch (error) {
    return `${(error as Error).message.split('.')[0]}.`;
  }
}

async function load(name: string): Promise<Bench> {
  const module = (await import(`./${name}.ts`)) as { bench: Bench };
  return module.bench;
}

async function list(names: readonly string[]): Promise<number> {
  for (const name of names) process.stdout.write(`${name.padEnd(14)} ${(await load(name)).describe}\n`);
  return 0;
}

async function run(bench: Bench, { pairs, against, keep }: Request, only: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  // A command runs in a group of its own, which no terminal interrupts; what it started ends with it.
  const figures = await untilInterrupted(
    (signal) => bench.run({ log, pairs, against, only, keep, signal }),
    process.stderr,
    (name) => new Error(`Interrupted (${name}).`),
  );
  return { bench: bench.name, ...figures };
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = (error as Error).message.startsWith('Interrupted') ? 130 : 1;
}
