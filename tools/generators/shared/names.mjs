import { isBuiltin } from 'node:module';

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

/** Words that JavaScript and TypeScript keep for themselves: where a name becomes a part of the code, it may be none of them. */
const RESERVED = new Set(
  (
    'abstract any arguments as asserts async await bigint boolean break case catch class const continue debugger declare default delete ' +
    'do else enum eval export extends false finally for from function get global if implements import in infer instanceof interface is ' +
    'keyof let module namespace never new null number object of package private protected public readonly require return satisfies set ' +
    'static string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield'
  ).split(' '),
);

/** Every object has members of these names already; a promise is known by the last one. */
const MEMBERS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'toJSON', 'then']);

/** Names of devices, under which Windows keeps no file, whatever its ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

const NPM_MAX_LENGTH = 214;

/**
 * Refuses a name of a file that cannot be checked out everywhere. It is kebab-case already.
 *
 * @param {string} name
 */
export function requireFileName(name) {
  if (DEVICE.test(name)) throw new Error(`"${name}" is the name of a device on Windows; choose another name.`);
}

/**
 * Refuses a name that the language keeps for itself or that every object has as a member already. It is kebab-case already.
 *
 * @param {string} name
 */
export function requireIdentifier(name) {
  requireFileName(name);
  if (RESERVED.has(name)) throw new Error(`"${name}" is a word of the language; choose another name.`);
  requireNoMember(name);
}

/**
 * Refuses a name that every object has as a member already, so that a look-up by name would find it unasked.
 *
 * @param {string} name
 */
export function requireNoMember(name) {
  const member = camelCase(name);
  const taken = [...MEMBERS].find((each) => each.toLowerCase() === member.toLowerCase());
  if (taken !== undefined) throw new Error(`"${name}" is what every object has as ${taken}; choose another name.`);
}

/**
 * Refuses a name that a package cannot have: a word of the language, a module of Node, a package of this workspace wherever its folder
 * is, or one that npm does not take. It is kebab-case already.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} name
 */
export function requirePackageName(tree, name) {
  requireIdentifier(name);
  if (isBuiltin(name) || name === 'node') throw new Error(`"${name}" is a module of Node; choose another name.`);
  requireAbsent(tree, `packages/${name}`);
  const full = `@ringside/${name}`;
  const folder = tree.children('').find((each) => nameOf(tree, each) === full);
  if (folder !== undefined) throw new Error(`${full} is the package in ${folder} already; choose another name.`);
  if (full.length > NPM_MAX_LENGTH)
    throw new Error(`${full.slice(0, 40)}… is longer than the ${NPM_MAX_LENGTH} characters that npm takes.`);
}

function nameOf(tree, folder) {
  const manifest = `${folder}/package.json`;
  return tree.exists(manifest) ? JSON.parse(tree.read(manifest, 'utf8')).name : undefined;
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
