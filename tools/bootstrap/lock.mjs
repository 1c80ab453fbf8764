import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages of package-lock.json by path.
 *
 * @param {string} root
 * @returns {Record<string, any> | undefined} `undefined` when there is no such file or it cannot be read
 */
export const lockedPackages = (root) => readPackages(join(root, 'package-lock.json'));

/**
 * What npm has installed, by the record that it leaves at the very end of an install: one that was broken off has none.
 *
 * @param {string} root
 * @returns {Record<string, any> | undefined}
 */
export const recordedPackages = (root) => readPackages(join(root, 'node_modules', '.package-lock.json'));

/** True for what npm puts somewhere, false for a workspace's own folder. */
export const isInstalled = (path) => path.includes('node_modules/');

/**
 * The paths of all that the workspaces below a folder need, development included. Of several copies each workspace gets the one that Node
 * would find for it.
 *
 * @param {Record<string, any>} locked packages of a lock file by path
 * @param {string} folder such as `packages`
 * @returns {Set<string>}
 */
export function neededBelow(locked, folder) {
  const waiting = Object.keys(locked).filter((path) => path.startsWith(`${folder}/`) && !isInstalled(path));
  const needed = new Set();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const name of namesNeeded(locked[path], isInstalled(path))) {
      const found = find(locked, path, name);
      if (found === undefined || needed.has(found)) continue;
      needed.add(found);
      waiting.push(locked[found].link === true ? locked[found].resolved : found);
    }
  }
  return needed;
}

/** Peers are among them, optional ones too: npm takes those that somebody else wants as well. */
function namesNeeded({ dependencies, devDependencies, optionalDependencies, peerDependencies }, isThirdParty) {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies, ...(isThirdParty ? {} : devDependencies) });
}

function find(locked, from, name) {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (locked[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/** The next folder outwards that has a `node_modules` of its own. */
function parentOf(folder) {
  const nested = folder.lastIndexOf('/node_modules/');
  return nested === -1 ? '' : folder.slice(0, nested);
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
