import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import type { Published } from './published.ts';

/** A package as an archive. */
export interface Packed extends Published {
  /** The archive. */
  readonly file: string;
  /** The paths in it, without the leading `package/`. */
  readonly files: readonly string[];
}

interface PackReport {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** What a package ships beside its build, and brings itself before it is packed. */
const BRINGS = 'packages/sidecar-setup/scripts/bring-agents.ts';

/** Packs packages, which are built already, as `npm publish` would. */
export function packAll(packages: readonly Published[], destination: string, root: string = ROOT): readonly Packed[] {
  if (root === ROOT && packages.some(({ folder }) => BRINGS.startsWith(`${folder}/`)))
    execFileSync(process.execPath, ['--conditions=@ringside/source', '--import', 'tsx', BRINGS], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const workspaces = packages.flatMap(({ folder }) => ['-w', folder]);
  const argv = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...workspaces];
  const output = execFileSync('npm', argv, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const reports = Object.values(JSON.parse(output) as Readonly<Record<string, PackReport>>);
  return packages.map((each) => {
    const report = reports.find(({ name }) => name === each.manifest.name);
    if (report === undefined) throw new Error(`npm pack did not pack ${each.manifest.name}`);
    return { ...each, file: join(destination, report.filename), files: report.files.map(({ path }) => path) };
  });
}
