import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nearest } from '@ringside/core';
import type { Bench } from './bench.ts';
import { judge } from './judge.ts';
import { record } from './record.ts';

const NOT_BENCHES = new Set(['bench.ts', 'fresh-clone.ts', 'judge.ts', 'record.ts', 'run.ts', 'statistics.ts']);

/** Runs one benchmark by name: `npm run bench -- tokens [--json] [--pairs 5] [--record]`; lists them all when none is named. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, pairs: { type: 'string' }, record: { type: 'boolean', default: false } },
  });
  const [name] = positionals;
  const names = benchNames();
  if (name === undefined) return list(names);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    process.stderr.write(
      `No benchmark is called ${name}.${near === undefined ? '' : ` Did you mean ${near}?`} There are: ${names.join(', ')}.\n`,
    );
    return 64;
  }
  const bench = await load(name);
  const result = await run(bench, values.pairs === undefined ? undefined : Number(values.pairs));
  const verdicts = judge(result, bench.bars);
  for (const { figure, value, bar, holds } of verdicts) process.stderr.write(`${holds ? '✔' : '✘'} ${figure} ${value} (${bar})\n`);
  if (values.record) record(bench, verdicts);
  process.stdout.write(`${values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
  return 0;
}

function benchNames(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NOT_BENCHES.has(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((file) => !file.includes('.'))
    .toSorted();
}

async function load(name: string): Promise<Bench> {
  const module = (await import(`./${name}.ts`)) as { bench: Bench };
  return module.bench;
}

async function list(names: readonly string[]): Promise<number> {
  for (const name of names) process.stdout.write(`${name.padEnd(14)} ${(await load(name)).describe}\n`);
  return 0;
}

async function run(bench: Bench, pairs: number | undefined): Promise<Readonly<Record<string, unknown>>> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  return { bench: bench.name, ...(await bench.run({ log, pairs, signal: interrupted.signal })) };
}

process.exitCode = await main();
