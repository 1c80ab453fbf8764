import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { countMembers } from './members.ts';

/** What is measured of the sources, to be said on the architecture page. */
export interface Measures {
  /** Files of a package that import each other in a circle, types included; one entry a circle. */
  readonly fileCircles: readonly string[];
  /** Packages that import each other in a circle, types included. */
  readonly packageCircles: readonly string[];
  /** Lines of source by package, the largest first. */
  readonly lines: readonly (readonly [name: string, lines: number])[];
  /** Members of exported interfaces, classes and types, and how many of them have a sentence. */
  readonly members: { readonly documented: number; readonly all: number };
  /** Packages that import `cassandra-driver`. */
  readonly driver: readonly string[];
}

/** A file of source: its path from the workspace's root, and its text. */
export type Source = readonly [path: string, text: string];

const IS_SOURCE = /^packages\/[^/]+\/src\/.*\.tsx?$/;
const IS_TEST = /\.test\.tsx?$|\/testing\//;

/** Whether a file counts: what a package consists of, without its tests and what only they use. */
export function isMeasured(path: string): boolean {
  return IS_SOURCE.test(path) && !IS_TEST.test(path);
}

/**
 * Measures sources and the reports of what packages export.
 *
 * @param sources those that {@link isMeasured}
 * @param reports texts of `api-report.md`, which `npm run api:check` compares with what is exported
 */
export function measure(sources: readonly Source[], reports: readonly string[]): Measures {
  const files = new Map<string, readonly string[]>();
  const packages = new Map<string, Set<string>>();
  const lines = new Map<string, number>();
  const driver = new Set<string>();
  for (const [path, text] of sources) {
    const name = packageOf(path);
    const imported = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    files.set(
      path,
      imported.filter((each) => each.startsWith('.')).map((each) => join(dirname(path), each)),
    );
    const others = packages.get(name) ?? new Set();
    for (const each of imported) {
      const other = /^@ringside\/([^/]+)/.exec(each)?.[1];
      if (other !== undefined && other !== name) others.add(other);
      if (/^cassandra-driver(?:\/|$)/.test(each)) driver.add(name);
    }
    packages.set(name, others);
    lines.set(name, (lines.get(name) ?? 0) + text.split('\n').length - 1);
  }
  return {
    fileCircles: circlesIn(files),
    packageCircles: circlesIn(packages),
    lines: [...lines].toSorted(([, a], [, b]) => b - a),
    members: countMembers(reports),
    driver: [...driver].toSorted((a, b) => a.localeCompare(b)),
  };
}

function packageOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Groups of what leads to itself (Tarjan's strongly connected components), each as `a → b`, in the order of their names. */
export function circlesIn(graph: ReadonlyMap<string, Iterable<string>>): readonly string[] {
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[] = [];
  const visit = (at: string): void => {
    const index = indexes.size;
    indexes.set(at, index);
    lowest.set(at, index);
    stack.push(at);
    for (const next of graph.get(at) ?? []) {
      if (!graph.has(next)) continue;
      if (!indexes.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(at, Math.min(lowest.get(at) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(at) !== index) return;
    const group = stack.splice(stack.indexOf(at)).toSorted((a, b) => a.localeCompare(b));
    if (group.length > 1 || [...(graph.get(at) ?? [])].includes(at)) circles.push(group.join(' → '));
  };
  for (const at of graph.keys()) if (!indexes.has(at)) visit(at);
  return circles.toSorted((a, b) => a.localeCompare(b));
}

/** Reads what is measured from a workspace. */
export function readSources(root: string, files: readonly string[]): readonly Source[] {
  return files.filter(isMeasured).map((path) => [path, readFileSync(join(root, path), 'utf8')]);
}

/** Who may import the CQL driver: sessions with one coordinator, and the client of applications with all. */
const WITH_DRIVER: readonly string[] = ['client', 'resilient-client'];
/** So much source a package may have; whoever changes one idea reads all of its package. */
const MOST_LINES = 3_000;

/** The table of the architecture page: a row a measure, as it is now. */
export function measureRows({ fileCircles, packageCircles, lines, members, driver }: Measures): readonly string[] {
  const over = lines.filter(([, count]) => count > MOST_LINES).map(([name]) => `\`${name}\``);
  const percent = Math.floor((100 * members.documented) / Math.max(1, members.all));
  return [
    `| circles of imports between packages, types included | none | ${packageCircles.length} |`,
    `| circles of imports between files of a package, types included | none | ${fileCircles.length} |`,
    `| packages with more than ${MOST_LINES} lines of source | none | ${over.length === 0 ? '0' : over.join(', ')} |`,
    `| members of exported interfaces, classes and types that have a sentence | 100 % | ${percent} % |`,
    `| packages that import the CQL driver | ${WITH_DRIVER.map((name) => `\`${name}\``).join(', ')} | ${driver.map((name) => `\`${name}\``).join(', ')} |`,
  ];
}

/**
 * Compares what the page says with what is measured, however its table is spaced, and refuses what may never be.
 *
 * @returns one sentence a fault, with what the page must say
 */
export function measureFaults(page: string, measures: Measures): readonly string[] {
  const said = new Set(page.split('\n').map(unspaced));
  const stale = measureRows(measures).filter((row) => !said.has(unspaced(row)));
  return [
    ...stale.map((row) => `the architecture page must say: ${row}`),
    ...measures.fileCircles.map((circle) => `files import each other in a circle: ${circle}`),
    ...measures.packageCircles.map((circle) => `packages import each other in a circle: ${circle}`),
    ...measures.driver
      .filter((name) => !WITH_DRIVER.includes(name))
      .map((name) => `${name} imports cassandra-driver: open a session of client`),
  ];
}

const unspaced = (row: string): string => row.replaceAll(/ +/g, ' ').trim();
