import { nearest } from '@ringside/core';

/** A program that looks again whenever a file is saved. */
export interface Watcher {
  /** Stands before its lines; the one that talks to the keyboard has none. */
  readonly label?: string;
  readonly command: readonly [string, ...string[]];
}

/** What is watched for a project, in its folder below the workspace. */
export interface Watch {
  readonly folder: string;
  readonly watchers: readonly Watcher[];
}

const TESTS: Watcher = { command: ['vitest', 'watch'] };
const TYPES: Watcher = { label: 'types', command: ['tsc7', '-b', '--watch', '--preserveWatchOutput'] };
const SITE: Watcher = { command: ['docusaurus', 'start', '--no-open', '--host', '127.0.0.1'] };

/**
 * What `npm run dev -- <project>` runs: tests and types of a package or of the tools, the site's own server for the documentation.
 *
 * @param project `ring`, `@ringside/ring`, `tools` or `docs-site`
 * @param packages the folders of `packages/`
 * @returns the watch, or what is wrong with the name, in one sentence
 */
export function watchOf(project: string, packages: readonly string[]): Watch | string {
  const name = project.replace(/^@ringside\//, '').replace(/^packages\//, '');
  if (name === 'docs-site') return { folder: 'docs-site', watchers: [SITE] };
  if (name === 'tools') return { folder: 'tools', watchers: [TESTS] };
  if (packages.includes(name)) return { folder: `packages/${name}`, watchers: [TESTS, TYPES] };
  const known = [...packages, 'docs-site', 'tools'];
  const near = nearest(name, known);
  return `No project is called ${project}.${near === undefined ? '' : ` Did you mean ${near}?`} There are: ${known.join(', ')}.`;
}
