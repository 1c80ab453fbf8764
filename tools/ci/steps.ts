import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DividedStep } from './parts.mjs';

/** The workspace's root folder. */
export const ROOT: string = join(import.meta.dirname, '..', '..');

/** The parts in which continuous integration runs the check; each is a job of its own. */
export const LANES = ['verify', 'unit', 'workspace', 'real-cluster', 'docs', 'package'] as const;

/** One of {@link LANES}. */
export type Lane = (typeof LANES)[number];

/** What an Nx step runs: one target, of all projects that have it, of one, or of all but one. */
export interface NxStep {
  readonly target: string;
  readonly only?: string;
  readonly except?: string;
  /** Arguments of Nx. */
  readonly more?: readonly string[];
  /**
   * Targets that do nothing but depend on this one, of the projects that take longest: these begin before the others. Nx begins with what most tasks depend on, then
   * with what most projects depend on, and nothing depends on the tools and the site, whose tests would come last and run alone. A project with more of these targets begins earlier.
   */
  readonly ahead?: readonly string[];
  /** The Vitest report that each project leaves; a step without one counts as one test itself. */
  readonly report?: 'unit.json' | 'workspace.json' | 'integration.json';
  /** Set when its files are divided over the machines of a job that has several. */
  readonly divided?: DividedStep;
}

/** One step of the whole check: a command whose exit code decides. */
export interface Step {
  readonly name: string;
  readonly lane: Lane;
  /** What it makes sure of, for the summary. */
  readonly proves: string;
  readonly run: readonly string[] | NxStep;
}

const DOCS = '@ringside/docs-site';

/**
 * How many packages are tested against real Cassandra at a time: one more than there are cores, because such tests wait for some of their time, and as many as
 * have room for their rings, some seven nodes each. On two cores a fourth would only make the others slower.
 */
const PACKAGES_ON_RINGS = Math.max(2, Math.min(4, availableParallelism() + 1, Math.floor(memoryBytes() / (5.5 * 2 ** 30))));

/** Everything that must hold, in the order that finds the cheap faults first. */
export const steps: readonly Step[] = [
  { name: 'format', lane: 'verify', proves: 'every file is formatted', run: ['oxfmt', '--check', '.'] },
  {
    name: 'lock',
    lane: 'verify',
    proves: 'the lock file is complete and names no download address',
    run: ['tsx', 'tools/ci/check-lock.ts'],
  },
  {
    name: 'supply-chain',
    lane: 'verify',
    proves:
      'licences, install scripts, exact versions, known vulnerabilities, sizes of bundles, reasons of skipped tests, the list of pages that jobs divide',
    run: ['tsx', 'tools/gates/main.ts'],
  },
  { name: 'lint', lane: 'verify', proves: 'lint, floating promises, module boundaries', run: { target: 'lint' } },
  { name: 'types', lane: 'verify', proves: 'strict types of sources and tests', run: ['tsc7', '-b'] },
  { name: 'api', lane: 'verify', proves: 'what packages export is what their reports say', run: ['tsx', 'tools/release/api/main.ts'] },
  {
    name: 'unit',
    lane: 'unit',
    proves: 'unit and property tests',
    run: { target: 'test', ahead: ['test-first'], except: DOCS, report: 'unit.json', divided: 'unit' },
  },
  {
    name: 'workspace',
    lane: 'workspace',
    proves: 'each gate stops its planted fault, a change runs what it reaches, made code passes: tried on copies of the workspace',
    run: { target: 'workspace', report: 'workspace.json', divided: 'workspace' },
  },
  {
    name: 'real-cluster',
    lane: 'real-cluster',
    proves: 'tests against real Cassandra',
    run: {
      target: 'integration',
      ahead: ['integration-first', 'integration-longest'],
      more: [`--parallel=${PACKAGES_ON_RINGS}`],
      report: 'integration.json',
      divided: 'real-cluster',
    },
  },
  { name: 'docs', lane: 'docs', proves: 'the documentation builds, no link or anchor broken', run: { target: 'build', only: DOCS } },
  {
    name: 'docs-pages',
    lane: 'docs',
    proves: 'the built pages in a real browser',
    run: { target: 'test', only: DOCS, report: 'unit.json', divided: 'docs-pages' },
  },
  { name: 'build', lane: 'package', proves: 'every package builds', run: { target: 'build', except: DOCS } },
  {
    name: 'release',
    lane: 'package',
    proves: 'a release can be planned from the commits',
    run: ['nx', 'release', '--dry-run', '--skip-publish'],
  },
  { name: 'sbom', lane: 'package', proves: 'each package has a valid bill of materials', run: ['tsx', 'tools/release/sbom-main.ts'] },
  // What makes and tries archives and images belongs here, as steps of the lane `package`.
  { name: 'pack', lane: 'package', proves: 'npm can pack every package', run: ['npm', 'pack', '--dry-run', '--silent', '-w', 'packages'] },
];

function memoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
