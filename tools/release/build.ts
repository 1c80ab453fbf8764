import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import { publishedPackages } from './published.ts';

/** Builds what a release publishes; what is built already comes from Nx's cache. */
export function buildPublished(root: string = ROOT): void {
  const names = publishedPackages(root).map(({ manifest }) => manifest.name);
  const outer = Object.entries(process.env).filter(([name]) => !/^(NX_TASK|NX_INVOKED|VITEST|NODE_ENV)/.test(name));
  execFileSync(join(root, 'node_modules', '.bin', 'nx'), ['run-many', '-t', 'build', '-p', names.join(',')], {
    cwd: root,
    env: Object.fromEntries(outer),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
