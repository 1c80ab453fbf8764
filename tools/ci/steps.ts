import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The workspace's root folder. */
export const ROOT: string = join(import.meta.dirname, '..', '..');

/** One step of the whole check: a command whose exit code decides, and the Vitest reports it leaves behind, if any. */
export interface Step {
  readonly name: string;
  /** What it makes sure of, for the summary. */
  readonly proves: string;
  readonly command: readonly string[];
  /** Which report, in which folders, counts its tests; a step without one counts as one test itself. */
  readonly report?: { readonly folders: readonly string[]; readonly file: 'unit.json' | 'integration.json' };
}

const nx = (target: string, ...more: readonly string[]): readonly string[] => [
  'nx',
  'run-many',
  '-t',
  target,
  '--outputStyle=stream',
  ...more,
];

const packages = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`);

/** Everything that must hold, in the order that finds the cheap faults first. */
export const steps: readonly Step[] = [
  { name: 'format', proves: 'every file is formatted', command: ['oxfmt', '--check', '.'] },
  { name: 'lock', proves: 'the lock file is complete and names no download address', command: ['tsx', 'tools/ci/check-lock.ts'] },
  {
    name: 'supply-chain',
    proves: 'licences, install scripts, exact versions, known vulnerabilities, sizes of bundles, reasons of skipped tests',
    command: ['tsx', 'tools/gates/main.ts'],
  },
  { name: 'lint', proves: 'lint, floating promises, module boundaries', command: nx('lint') },
  { name: 'types', proves: 'strict types of sources and tests', command: ['tsc7', '-b'] },
  {
    name: 'unit',
    proves: 'unit and property tests',
    command: nx('test', '--exclude=@ringside/docs-site'),
    report: { folders: [...packages, 'tools'], file: 'unit.json' },
  },
  {
    name: 'real-cluster',
    proves: 'tests against real Cassandra',
    command: nx('integration', '--parallel=1'),
    report: { folders: [...packages, 'tools', 'docs-site'], file: 'integration.json' },
  },
  { name: 'docs', proves: 'the documentation builds, no link or anchor broken', command: nx('build', '-p', '@ringside/docs-site') },
  {
    name: 'docs-pages',
    proves: 'the built pages in a real browser',
    command: nx('test', '-p', '@ringside/docs-site'),
    report: { folders: ['docs-site'], file: 'unit.json' },
  },
];
