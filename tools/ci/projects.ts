import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.ts';

/** A project of the workspace, as its manifest tells. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly targets: readonly string[];
}

/** Every project that has targets, by name. */
export function readProjects(root: string = ROOT): readonly Project[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const folders = [...packages, 'docs-site', 'tools'].filter((folder) => existsSync(join(root, folder, 'package.json')));
  return folders.map((folder) => {
    const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
    const { name, nx } = JSON.parse(text) as { name: string; nx?: { targets?: object } };
    return { name, folder, targets: Object.keys(nx?.targets ?? {}) };
  });
}
