import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { formatJson, packageFiles } from './files.mjs';

const BROWSER_LAYERS = new Set(['pure', 'contract']);

/**
 * Makes `packages/<name>` from a layer and a sentence: manifest, compiler and test configuration, one documented export and its test.
 * The root tsconfig and, for a package that runs in a browser, the lint rule against Node built-ins learn of it.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, layer: string, description: string }} options
 */
export default async function packageGenerator(tree, { name, layer, description }) {
  const folder = `packages/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} exists already; choose another name.`);
  const browser = BROWSER_LAYERS.has(layer);
  for (const [file, text] of Object.entries(packageFiles({ name, layer, description, browser }))) tree.write(`${folder}/${file}`, text);
  edit(tree, 'tsconfig.json', (config) => config.references.push({ path: `./${folder}` }));
  if (browser) edit(tree, '.oxlintrc.json', (config) => forbidNode(config, name));
  return () => finish(tree.root, folder);
}

/** What needs the files on disk: their format, and the link that npm makes to a workspace. */
function finish(root, folder) {
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  run(join(root, 'node_modules', '.bin', 'oxfmt'), folder, 'tsconfig.json', '.oxlintrc.json');
  run('npm', 'install', '--no-audit', '--no-fund');
}

/** The override that carries the rule is found by its rules, not by its place. */
function forbidNode(config, name) {
  const override = config.overrides.find(({ rules }) => Array.isArray(rules['no-restricted-globals']));
  override.files = override.files.map((glob) => glob.replace(/\{([^}]*)\}/, (_, names) => `{${names},${name}}`));
}

function edit(tree, file, change) {
  const config = JSON.parse(tree.read(file, 'utf8'));
  change(config);
  tree.write(file, formatJson(config));
}
