import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Plain JavaScript without dependencies: a job asks what its share is before it has installed anything.

const PAGE = /^docs-site\/docs\/(?!reference\/[^/]+\/).*\.mdx?$/;
const TEST = /\.test\.[cm]?[jt]sx?$/;
const INTEGRATION = /\.integration\.test\.tsx?$/;
/** It runs the fences of the pages, which are parts themselves. */
const FENCES = 'docs-site/tests/fences.integration.test.ts';
const DIVIDES_ITSELF = 'docs-site/tests/browser.test.ts';
/** Which pages have fences that are run, and the ring of those that share one. */
const FENCED_PAGES = 'tools/ci/fenced-pages.json';
const RUNNABLE_FENCE = /^ *```(?:cql|bash|ts)\b(?!.*\bnot-run)/m;
/** A larger ring takes longer to start than most pages on it: such pages stay together. */
const LARGER_RING = /^ring:\s*(two-datacenters)$/m;

/** The tests of one line of Cassandra say so in their names; everything else runs on the default one. */
const OF_A_LINE = /\/cassandra-(\d+\.\d+)\.integration\.test\.ts$/;
const DEFAULT_LINE = '5.0';
/** It goes from one line to the next. */
const OF_ALL_LINES = 'docs-site/tests/upgrade-page.integration.test.ts';
const ALL_LINES = ['4.0', '4.1', '5.0', '6.0'];

const WORKSPACE = /\.workspace\.test\.ts$/;

const STEPS = {
  unit: (path) => TEST.test(path) && !INTEGRATION.test(path) && !WORKSPACE.test(path) && !path.startsWith('docs-site/'),
  'real-cluster': (path) => (INTEGRATION.test(path) && path !== FENCES) || PAGE.test(path),
  workspace: (path) => WORKSPACE.test(path),
  'docs-pages': (path) => /^docs-site\/tests\/[^/]+\.test\.ts$/.test(path) && !INTEGRATION.test(path),
};

/** Pages whose commands are run by a test of their own: it does more beside them than fences can. */
const PAGES_OF_TESTS = { 'docs-site/tests/upgrade-page.integration.test.ts': 'docs-site/docs/operate/upgrade.md' };

/** True when a test runs the commands of one of these pages. */
export function runsPage(test, paths) {
  return test in PAGES_OF_TESTS && paths.includes(PAGES_OF_TESTS[test]);
}

/** True for a test that every machine runs, and that looks at its own share of the pages on each. */
export function dividesItself(path) {
  return path === DIVIDES_ITSELF;
}

/** True for a step whose tests read pages and other tests: what reaches one of its parts reaches all of them. */
export function readsEverything(step) {
  return step === 'workspace' || step === 'unit';
}

/** True for a page that somebody wrote. */
export function isPage(path) {
  return PAGE.test(path);
}

/** True for a file whose change reaches nothing of a divided step but what is made of that very file: a page, or a test. */
export function isSetAside(path) {
  return (PAGE.test(path) || TEST.test(path)) && path !== FENCES;
}

/** Tests of small sites of their own, and of the browser. */
const SEES_NO_PAGE = /^docs-site\/tests\/(?:browser-program|gates|live-gates|version-picker)\.test\.ts$/;
/** The one page that a test of the site is about. */
const SEES_ONE_PAGE = { 'docs-site/tests/live-pictures.test.ts': 'docs-site/docs/develop/live-pictures.mdx' };

/** True when a test of the site sees one of these pages. */
export function seesPage(test, pages) {
  if (SEES_NO_PAGE.test(test)) return false;
  return test in SEES_ONE_PAGE ? pages.includes(SEES_ONE_PAGE[test]) : pages.length > 0;
}

/** The files of which a divided step is made. */
export function partsOf(root, step) {
  const files = ['packages', 'docs-site/docs', 'docs-site/tests', 'tools'].flatMap((folder) => filesBelow(root, folder));
  // To read the pages themselves would make every page an input of whatever asks.
  const fenced = JSON.parse(read(root, FENCED_PAGES));
  return files.filter((path) => STEPS[step](path) && (!PAGE.test(path) || path in fenced)).toSorted(byName);
}

/** What `fenced-pages.json` must say, from the pages themselves. */
export function fencedPages(root) {
  const pages = filesBelow(root, 'docs-site/docs').filter((path) => PAGE.test(path));
  const fenced = pages.map((path) => [path, read(root, path)]).filter(([, text]) => RUNNABLE_FENCE.test(text));
  return Object.fromEntries(fenced.map(([path, text]) => [path, LARGER_RING.exec(text)?.[1] ?? null]).toSorted(([a], [b]) => byName(a, b)));
}

/** What one of several machines runs of a divided step when everything runs. It is the same whatever has changed. */
export function shareOf(root, step, { index, total, line }) {
  const parts = partsOf(root, step).filter((path) => line === undefined || step !== 'real-cluster' || lineOfPart(path) === line);
  if (total === 1) return parts;
  const timings = JSON.parse(read(root, 'tools/ci/timings.json'));
  const fenced = JSON.parse(read(root, FENCED_PAGES));
  const divided = parts.filter((path) => !dividesItself(path));
  const share = splitByTime(divided, timings, total, (path) => together(step, path, fenced))[index] ?? [];
  return [...parts.filter((path) => dividesItself(path)), ...share];
}

/** Unit tests of a package stay together: to load it takes longer than most of them. */
function together(step, path, fenced) {
  return fenced[path] ?? (step === 'unit' ? /^packages\/[^/]+/.exec(path)?.[0] : undefined) ?? path;
}

/** The line of Cassandra whose job runs a part of `real-cluster`, such as `4.1`. */
export function lineOfPart(path) {
  return OF_A_LINE.exec(path)?.[1] ?? DEFAULT_LINE;
}

/** The lines of Cassandra that a machine needs for its share of `real-cluster`, oldest first. */
export function linesOfShare(root, machine) {
  const needed = new Set(shareOf(root, 'real-cluster', machine).flatMap((path) => (path === OF_ALL_LINES ? ALL_LINES : lineOfPart(path))));
  return ALL_LINES.filter((line) => needed.has(line));
}

/**
 * The parts of a step that a change is confined to, going by its paths alone.
 *
 * @returns undefined where paths cannot tell: what reads a changed file must be known
 */
export function confinedTo(step, changed) {
  if (readsEverything(step)) return undefined;
  // Every test of the site sees every page.
  const isTold = (path) => isSetAside(path) && !(step === 'docs-pages' && PAGE.test(path));
  const runners = Object.keys(PAGES_OF_TESTS).filter((test) => !changed.includes(test) && runsPage(test, changed));
  return changed.every(isTold) ? [...changed, ...runners].filter(STEPS[step]) : undefined;
}

/** Divides parts over machines; `parts.d.mts` says how. */
export function splitByTime(parts, timings, total, together = (part) => part) {
  const known = parts.flatMap((part) => timings[part] ?? []);
  const mean = known.length === 0 ? 1 : known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  const groups = new Map();
  for (const part of new Set(parts)) {
    const group = groups.get(together(part)) ?? { name: together(part), seconds: 0, parts: [] };
    groups.set(group.name, { ...group, seconds: group.seconds + (timings[part] ?? mean), parts: [...group.parts, part] });
  }
  const shares = Array.from({ length: total }, () => ({ seconds: 0, parts: [] }));
  for (const group of [...groups.values()].toSorted((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1))) {
    const least = shares.reduce((best, share) => (share.seconds < best.seconds ? share : best));
    least.seconds += group.seconds;
    least.parts.push(...group.parts);
  }
  return shares.map(({ parts: share }) => share.toSorted(byName));
}

/** Which of how many machines this is, as CircleCI tells it, and of which line of Cassandra; one of one, of all lines, anywhere else. */
export function readMachine(env) {
  const [index, total] = [Number(env.CIRCLE_NODE_INDEX ?? 0), Number(env.CIRCLE_NODE_TOTAL ?? 1)];
  const sound = Number.isInteger(index) && Number.isInteger(total) && index >= 0 && index < total;
  if (!sound) throw new Error(`CIRCLE_NODE_INDEX=${index} of CIRCLE_NODE_TOTAL=${total} is no machine`);
  const line = env.RINGSIDE_LINE ?? '';
  return line === '' ? { index, total } : { index, total, line };
}

function byName(a, b) {
  return a < b ? -1 : 1;
}

function read(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'test-results']);
