import { createProjectGraphAsync } from '@nx/devkit';

/** One project of the workspace as the import picture shows it. */
export interface GraphNode {
  readonly name: string;
  /** The Nx layer tag, such as `pure` or `app`. */
  readonly layer: string;
  /** True when its code may run in a browser. */
  readonly browser: boolean;
  readonly folder: string;
  readonly description: string;
  /** The projects that it imports, by name, in alphabetical order. */
  readonly imports: readonly string[];
}

function tagValue(tags: readonly string[], prefix: string): string {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? 'unknown';
}

/**
 * Reads the workspace's project graph from Nx, which finds the edges in package manifests and in the imports of the sources.
 * Projects without a manifest, such as the test configuration that every package takes, are no packages and are left out.
 * Fails as Nx does when the graph cannot be made.
 */
export async function readImportGraph(): Promise<readonly GraphNode[]> {
  const { nodes, dependencies } = await createProjectGraphAsync({ exitOnError: false });
  const packages = Object.values(nodes).filter(({ data }) => data.root !== '.' && data.metadata?.js !== undefined);
  const names = new Set(packages.map(({ name }) => name));
  return packages
    .map(({ name, data }): GraphNode => {
      const targets = (dependencies[name] ?? []).map(({ target }) => target).filter((target) => names.has(target));
      return {
        name: shortName(name),
        layer: tagValue(data.tags ?? [], 'layer:'),
        browser: tagValue(data.tags ?? [], 'env:') === 'browser',
        folder: data.root,
        description: data.metadata?.description ?? '',
        imports: [...new Set(targets)].map(shortName).toSorted(),
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function shortName(name: string): string {
  return name.replace('@ringside/', '');
}
