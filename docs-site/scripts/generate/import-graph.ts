import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProjectGraphAsync, workspaceRoot } from '@nx/devkit';

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

/** Every test configuration imports this project's, which says nothing about how the packages are cut. */
const TEST_CONFIGURATION = '@ringside/tools';

async function describe(folder: string): Promise<{ name: string; description: string }> {
  const text = await readFile(join(workspaceRoot, folder, 'package.json'), 'utf8');
  return JSON.parse(text) as { name: string; description: string };
}

function tagValue(tags: readonly string[], prefix: string): string {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? 'unknown';
}

/**
 * Reads the workspace's project graph from Nx, which finds the edges in package manifests and in the imports of the sources.
 * Fails as Nx does when the graph cannot be made.
 */
export async function readImportGraph(): Promise<readonly GraphNode[]> {
  const graph = await createProjectGraphAsync({ exitOnError: false });
  const projects = Object.values(graph.nodes).filter((node) => node.data.root !== '.');
  const nodes = projects.map(async ({ name, data }): Promise<GraphNode> => {
    const targets = (graph.dependencies[name] ?? []).map((edge) => edge.target);
    const imported = targets.filter((target) => target in graph.nodes && target !== TEST_CONFIGURATION);
    const { description } = await describe(data.root);
    return {
      name: name.replace('@ringside/', ''),
      layer: tagValue(data.tags ?? [], 'layer:'),
      browser: tagValue(data.tags ?? [], 'env:') === 'browser',
      folder: data.root,
      description,
      imports: [...new Set(imported)].map((target) => target.replace('@ringside/', '')).toSorted(),
    };
  });
  return (await Promise.all(nodes)).toSorted((a, b) => a.name.localeCompare(b.name));
}
