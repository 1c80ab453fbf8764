import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { partsOf } from './parts.mjs';
import { readProjects } from './projects.ts';
import { ROOT } from './steps.ts';
import { type Report, secondsOfParts } from './timings.ts';

const FILE = join(ROOT, 'tools', 'ci', 'timings.json');

// Takes over how long each file and each page took, of the projects that left a report; the others keep their figure, and what is no more loses it.
const before = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, number>;
const parts = (['unit', 'workspace', 'real-cluster', 'docs-pages'] as const).flatMap((step) => partsOf(ROOT, step));
const reports = readProjects()
  .flatMap(({ folder }) => ['integration.json', 'workspace.json', 'unit.json'].map((name) => join(ROOT, folder, 'test-results', name)))
  .filter((path) => existsSync(path))
  .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report);
const measured = Object.assign({}, ...reports.map((report) => secondsOfParts(report, parts, (path) => relative(ROOT, path)))) as Record<
  string,
  number
>;
const timings = Object.fromEntries(
  parts.toSorted().flatMap((part) => ((measured[part] ?? before[part]) === undefined ? [] : [[part, measured[part] ?? before[part]]])),
);
writeFileSync(FILE, `${JSON.stringify(timings, null, 2)}\n`);
