import { Enums, Models, Serialize, Spec, SPDX } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import { type Lock, type LockEntry, resolveFrom } from '../gates/lock.ts';
import type { Published } from './published.ts';
import { BUNDLES, bundledIn, shippedWith } from './shipped.ts';

/**
 * The software bill of materials of a package in CycloneDX 1.6: what the lock file pins for it, with licences and hashes. The same lock
 * gives the same text: there is no time, no random number, no path of a machine and no address of a registry in it.
 */
export function sbomOf({ folder }: Published, lock: Lock): string {
  const paths = shippedWith(lock, [folder]);
  const components = componentsOf(paths, lock);
  for (const [path, component] of components) {
    for (const used of dependenciesOf(path, lock)) {
      const target = components.get(used);
      if (target !== undefined) component.dependencies.add(target.bomRef);
    }
  }
  const bom = new Models.Bom();
  for (const [path, component] of components) {
    if (path === folder) bom.metadata.component = component;
    else bom.components.add(component);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** By path in the lock; a package that is installed twice in one version is one component. */
function componentsOf(paths: readonly string[], lock: Lock): ReadonlyMap<string, Models.Component> {
  const byRef = new Map<string, Models.Component>();
  return new Map(
    paths.map((path) => {
      const component = componentOf(path, lock[path] ?? {});
      const ref = component.bomRef.value ?? path;
      byRef.set(ref, byRef.get(ref) ?? component);
      return [path, byRef.get(ref) ?? component];
    }),
  );
}

function dependenciesOf(path: string, lock: Lock): readonly string[] {
  const { dependencies, optionalDependencies } = lock[path] ?? {};
  const named = Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => resolveFrom(lock, path, name));
  return [...named.filter((found) => found !== undefined), ...(BUNDLES.has(path) ? bundledIn(lock, path) : [])];
}

function componentOf(path: string, entry: LockEntry): Models.Component {
  const fullName = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const [name = '', group] = fullName.split('/').toReversed();
  const component = new Models.Component(Enums.ComponentType.Library, name, {
    ...(group === undefined ? {} : { group }),
    version: entry.version ?? '',
    purl: new PackageURL('npm', group, name, entry.version, undefined, undefined).toString(),
    bomRef: `${fullName}@${entry.version ?? ''}`,
  });
  if (entry.license !== undefined) component.licenses.add(licenceOf(entry.license));
  const sha512 = /^sha512-(.+)$/.exec(entry.integrity ?? '')?.[1];
  if (sha512 !== undefined) component.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex'));
  return component;
}

function licenceOf(text: string): Models.SpdxLicense | Models.LicenseExpression | Models.NamedLicense {
  if (SPDX.isSupportedSpdxId(text)) return new Models.SpdxLicense(text);
  return /^[\w.()+ -]+$/.test(text) && / (AND|OR|WITH) /.test(text) ? new Models.LicenseExpression(text) : new Models.NamedLicense(text);
}
