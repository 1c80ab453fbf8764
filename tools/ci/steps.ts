import { join } from 'node:path';
import { HAS_ROOM } from '../vitest/room.ts';
import type { DividedStep } from './parts.mjs';

/** The workspace's root folder. */
export const ROOT: string = join(import.meta.dirname, '..', '..');

/** The parts in which continuous integration runs the check; each is a job of its own. */
export const LANES = ['verify', 'workspace', 'real-cluster', 'docs', 'package'] as const;

/** One of {@link LANES}. */
export type Lane = (typeof LANES)[number];

/** What an Nx step runs: one target, of all projects that have it, of one, or of all but one. */
export interface NxStep {
  readonly target: string;
  readonly only?: string;
  readonly except?: string;
  /** Arguments of Nx. */
  readonly more?: readonly string[];
  /** A project whose tests take longest: an Nx of its own starts them at once, beside that of the others, which would begin with what most others depend on. */
  readonly apart?: string;
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
  /** Why it has a place of its own in the order of the check: it takes seconds, or mostly waits for rings or is waited for. Other steps compute. */
  readonly is?: 'quick' | 'waiting';
  /** The steps that must have ended before it begins, where they run at all; they have no such steps themselves. */
  readonly after?: readonly string[];
  readonly run: readonly string[] | NxStep;
}

const DOCS = '@ringside/docs-site';

/**
 * How many packages are tested against real Cassandra at a time beside the documentation. Such tests mostly wait: for a node to be missed, to join,
 * to time out. Another package fills the cores meanwhile.
 */
const PACKAGES_ON_RINGS = HAS_ROOM ? 2 : 1;

/** Everything that must hold, lane by lane; `inTracks()` says in which order, and what runs beside what. */
export const steps: readonly Step[] = [
  { name: 'format', lane: 'verify', proves: 'every file is formatted', is: 'quick', run: ['oxfmt', '--check', '.'] },
  {
    name: 'lock',
    lane: 'verify',
    proves: 'the lock file is complete and names no download address',
    is: 'quick',
    run: ['tsx', 'tools/ci/check-lock.ts'],
  },
  {
    name: 'supply-chain',
    lane: 'verify',
    proves:
      'licences, install scripts, exact versions, known vulnerabilities, sizes of bundles, reasons of skipped tests, the list of pages that jobs divide',
    is: 'quick',
    run: ['tsx', 'tools/gates/main.ts'],
  },
  { name: 'lint', lane: 'verify', proves: 'lint, floating promises, module boundaries', is: 'quick', run: { target: 'lint' } },
  { name: 'types', lane: 'verify', proves: 'strict types of sources and tests', is: 'quick', run: ['tsc7', '-b'] },
  {
    name: 'api',
    lane: 'verify',
    proves: 'what packages export is what their reports say',
    is: 'quick',
    run: ['tsx', 'tools/release/api/main.ts'],
  },
  { name: 'unit', lane: 'verify', proves: 'unit and property tests', run: { target: 'test', except: DOCS, report: 'unit.json' } },
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
    is: 'waiting',
    // Quick start would build the documentation meanwhile, for its reader.
    after: ['docs'],
    run: {
      target: 'integration',
      more: [`--parallel=${PACKAGES_ON_RINGS}`],
      apart: DOCS,
      report: 'integration.json',
      divided: 'real-cluster',
    },
  },
  {
    name: 'docs',
    lane: 'docs',
    proves: 'the documentation builds, no link or anchor broken',
    is: 'waiting',
    run: { target: 'build', only: DOCS },
  },
  {
    name: 'docs-pages',
    lane: 'docs',
    proves: 'the built pages in a real browser',
    after: ['docs'],
    run: { target: 'test', only: DOCS, report: 'unit.json', divided: 'docs-pages' },
  },
  {
    name: 'build',
    lane: 'package',
    proves: 'every package builds',
    // An Nx does not know what another one builds.
    after: ['docs'],
    run: { target: 'build', except: DOCS },
  },
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
