import { finish } from '../shared/finish.mjs';
import { requireKebabCase, requirePackageName } from '../shared/names.mjs';
import { aboutFiles, packageFiles } from './files.mjs';
import { addPackage } from './register.mjs';

const BROWSER_LAYERS = new Set(['pure', 'contract', 'port', 'simulation']);

/**
 * Makes `packages/<name>` from a layer and a sentence: manifest, compiler and test configuration, one documented export and its test.
 * The root tsconfig and, for a package that runs in a browser, the lint rule against Node built-ins learn of it.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, layer: string, description: string, skipInstall?: boolean }} options
 */
export default async function packageGenerator(tree, { name, layer, description, skipInstall = false }) {
  requireKebabCase(name);
  requirePackageName(tree, name);
  const browser = BROWSER_LAYERS.has(layer);
  addPackage(tree, name, { ...packageFiles(tree, { name, layer, description, browser }), ...aboutFiles({ name, description }) }, browser);
  return finish(tree, {
    install: !skipInstall,
    next: [
      `Replace packages/${name}/src/about.ts and its test with what you came for; src/index.ts names what others may use.`,
      `npx nx run-many -t lint typecheck test -p @ringside/${name}`,
      'npm run api:record writes down what it exports; give its README an example, which a test then runs.',
      'Add a row to the table of packages in README.md.',
    ],
  });
}
