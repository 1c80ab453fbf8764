import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatBytes, systemClock } from '@ringside/core';
import type { Bench } from './bench.ts';
import type { Verdict } from './judge.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs-site', 'src', 'recorded', 'benchmarks.json');

/** The shape of this machine, as figures are shown with it. */
export function machine(): string {
  return `${availableParallelism()} cores, ${formatBytes(totalmem())}, Node ${process.versions.node}`;
}

/** Keeps a benchmark's figures for the documentation, with the day and the shape of the machine; the others' stay. */
export function record({ name, describe }: Bench, verdicts: readonly Verdict[]): void {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
  recorded[name] = { describe, recordedOn: new Date(systemClock.nowMs()).toISOString().slice(0, 10), machine: machine(), verdicts };
  const sorted = Object.fromEntries(Object.entries(recorded).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}
