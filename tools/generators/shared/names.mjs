/**
 * Refuses a name that is not kebab-case.
 *
 * @param {string} name
 */
export function requireKebabCase(name) {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return;
  const likely = kebabCase(name);
  const example = likely === '' ? 'high-tide' : likely;
  throw new Error(`"${name}" is not a name in kebab-case; write it like ${example}.`);
}

/**
 * Refuses a path that is taken already.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} path
 */
export function requireAbsent(tree, path) {
  if (tree.exists(path)) throw new Error(`${path} exists already; choose another name.`);
}

/**
 * Refuses a sentence that is too short to help anybody.
 *
 * @param {string} description
 */
export function requireSentence(description) {
  if (description.trim().length < 20) throw new Error(`"${description}" is too short for a description; write one whole sentence.`);
}

/** `high-tide` → `highTide`. */
export function camelCase(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** `high-tide` → `HighTide`. */
export function pascalCase(name) {
  return camelCase(`-${name}`);
}

/** A text as a string of TypeScript in single quotes. */
export function quote(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** A text that is safe inside a doc comment and ends as a sentence does. */
export function sentence(text) {
  const safe = text.trim().replaceAll('*/', '*\u200B/');
  return /[.!?]$/.test(safe) ? safe : `${safe}.`;
}

function kebabCase(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
}
