import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * What is left to do when the files are on disk: Nx calls what this returns, and does not after `--dry-run`. The changed files are
 * formatted, npm learns of a new package, and whoever ran the generator is told what to do next.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ install?: boolean, next: readonly string[] }} how
 */
export function finish(tree, { install = false, next }) {
  const changed = tree.listChanges().map(({ path }) => path);
  return () => {
    const run = (command, ...args) => execFileSync(command, args, { cwd: tree.root, stdio: ['ignore', 'ignore', 'inherit'] });
    run(join(tree.root, 'node_modules', '.bin', 'oxfmt'), ...changed);
    if (install) run('npm', 'install', '--no-audit', '--no-fund');
    console.log(['', 'Next:', ...next.map((step, index) => `  ${index + 1}. ${step}`), ''].join('\n'));
  };
}
