import { formatJson } from './files.mjs';

/**
 * Writes the files of a package and tells the compiler of it, and the linter if it must run in a browser.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} name
 * @param {Readonly<Record<string, string>>} files
 * @param {boolean} browser
 */
export function addPackage(tree, name, files, browser) {
  const folder = `packages/${name}`;
  for (const [file, text] of Object.entries(files)) tree.write(`${folder}/${file}`, text);
  edit(tree, 'tsconfig.json', (config) => config.references.push({ path: `./${folder}` }));
  if (browser) edit(tree, '.oxlintrc.json', (config) => forbidNode(config, name));
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
