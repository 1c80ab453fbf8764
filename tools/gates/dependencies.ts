import type { Manifest } from '../release/published.ts';
import { installedPackages, type Lock } from './lock.ts';

/** Packages of which two copies in one program do not understand each other, and why. */
export const SINGLETONS: Readonly<Record<string, string>> = {
  'cassandra-driver': 'a value of one copy is no value to the other',
  fastify: 'a plug-in registers with its own copy',
  nx: 'the graph of one copy is not read by the other',
  react: 'hooks of one copy fail in a component of the other',
  'react-dom': 'it belongs to one version of react',
  typescript: 'a syntax tree of one copy fails in the other',
  vitest: 'matchers and hooks of one copy do not run in the other',
};

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Finds dependencies of a manifest that are not one exact version. Peer dependencies are ranges by their nature and are left out. */
export function rangeFaults(manifest: Manifest & { readonly overrides?: Readonly<Record<string, string>> }): readonly string[] {
  const { name, dependencies, devDependencies, optionalDependencies, overrides } = manifest;
  return Object.entries({ ...overrides, ...optionalDependencies, ...devDependencies, ...dependencies })
    .filter(([, wanted]) => !EXACT.test(wanted))
    .map(([dependency, wanted]) => `${name}: ${dependency} is wanted as ${wanted}, which is not one version`);
}

/** Finds singletons that the lock holds in more than one version. */
export function singletonFaults(lock: Lock, singletons: Readonly<Record<string, string>> = SINGLETONS): readonly string[] {
  const packages = installedPackages(lock);
  return Object.entries(singletons).flatMap(([name, why]) => {
    const copies = packages.filter(({ path }) => path.endsWith(`node_modules/${name}`));
    const versions = [...new Set(copies.map(({ entry }) => entry.version ?? ''))].toSorted((a, b) => a.localeCompare(b));
    return versions.length > 1 ? [`${name} is locked in ${versions.length} versions (${versions.join(', ')}): ${why}`] : [];
  });
}

/**
 * Finds packages with an install script about which nobody has decided.
 *
 * @param decided `allowScripts` of the root manifest: true runs the script, false does not
 */
export function scriptFaults(lock: Lock, decided: Readonly<Record<string, boolean>>): readonly string[] {
  const withScript = new Set(installedPackages(lock).flatMap(({ name, entry }) => (entry.hasInstallScript === true ? [name] : [])));
  return [
    ...[...withScript]
      .filter((name) => !(name in decided))
      .map((name) => `${name} has an install script, and allowScripts does not list it`),
    ...Object.keys(decided)
      .filter((name) => !withScript.has(name))
      .map((name) => `${name} is in allowScripts, but has no install script any more`),
  ];
}
