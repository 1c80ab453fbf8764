import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE_CONDITION = '@ringside/source';

/**
 * Every public entry of every package: the source file behind each line of its `exports`, with the name that one imports it by.
 * A package that exports nothing has none.
 *
 * @param {string} packagesFolder
 * @returns {{ specifier: string, file: string }[]} ordered by specifier
 */
export function publicEntries(packagesFolder) {
  return readdirSync(packagesFolder)
    .flatMap((folder) => {
      const root = join(packagesFolder, folder);
      const { name, exports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      return Object.entries(exports).flatMap(([subpath, target]) => {
        const source = target[SOURCE_CONDITION];
        return source === undefined ? [] : [{ specifier: join(name, subpath), file: join(root, source) }];
      });
    })
    .sort((a, b) => a.specifier.localeCompare(b.specifier));
}
