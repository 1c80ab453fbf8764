import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProjects } from './projects.ts';
import { ROOT } from './steps.ts';

const FILE = join(ROOT, 'tools', 'ci', 'timings.json');

interface Report {
  readonly testResults: readonly { readonly startTime: number; readonly endTime: number }[];
}

/** How long a run took, from the start of its first file to the end of its last, in whole seconds. */
function secondsOf({ testResults }: Report): number {
  const start = Math.min(...testResults.map(({ startTime }) => startTime));
  return Math.max(1, Math.round((Math.max(...testResults.map(({ endTime }) => endTime)) - start) / 1_000));
}

// Takes over how long the last tests against real Cassandra took, of the projects that left a report; the others keep their figure.
const timings = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, number>;
for (const { name, folder } of readProjects()) {
  const report = join(ROOT, folder, 'test-results', 'integration.json');
  if (existsSync(report)) timings[name] = secondsOf(JSON.parse(readFileSync(report, 'utf8')) as Report);
}
writeFileSync(FILE, `${JSON.stringify(timings, Object.keys(timings).toSorted(), 2)}\n`);
