import satisfies from 'spdx-satisfies';
import type { Installed } from './lock.ts';

/** Licences under which others' code may run with ours, as SPDX identifiers. None asks that our own code be given away under its terms. */
export const ALLOWED: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Zlib',
];

/** Packages with another licence, or with none in their manifest, and why they are used all the same. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'caniuse-lite': 'CC-BY-4.0: a table of browsers that the build of the site reads; no part of it is in a page',
  eval: 'MIT, in the old form that the lock does not carry over',
  format: 'MIT, in the old form that the lock does not carry over',
  lightningcss: 'MPL-2.0: run unchanged by the build of the site; no part of it is in a page',
  'lunr-languages': 'MPL-1.1: its files are in the site unchanged, with their notices; their sources are the files',
  'require-like': 'MIT, as the LICENSE in it says; its manifest has no field for it',
};

/**
 * Finds packages whose licence is not allowed.
 *
 * @param packages the third-party packages that run or ship with ours
 * @returns one sentence a fault; an exception that nothing needs any more is one
 */
export function licenceFaults(
  packages: readonly Installed[],
  allowed: readonly string[] = ALLOWED,
  exceptions: Readonly<Record<string, string>> = EXCEPTIONS,
): readonly string[] {
  const others = packages.filter(({ entry }) => !isAllowed(entry.license, allowed));
  const used = new Set(others.map(({ name }) => exceptionFor(name, exceptions)));
  return [
    ...others
      .filter(({ name }) => exceptionFor(name, exceptions) === undefined)
      .map(({ name, entry }) => `${name}@${entry.version}: the licence ${entry.license ?? '(none)'} is not in the list of those allowed`),
    ...Object.keys(exceptions)
      .filter((name) => !used.has(name))
      .map((name) => `${name}: nothing needs this exception any more`),
  ];
}

/** An exception holds also for the builds of a package for one machine: `lightningcss` for `lightningcss-linux-x64-gnu`. */
function exceptionFor(name: string, exceptions: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(exceptions).find((each) => name === each || new RegExp(`^${each}-(android|darwin|freebsd|linux|win32)-`).test(name));
}

function isAllowed(licence: string | undefined, allowed: readonly string[]): boolean {
  if (licence === undefined) return false;
  try {
    return satisfies(licence, [...allowed]);
  } catch {
    // Not an SPDX expression: `SEE LICENSE IN …`.
    return false;
  }
}
