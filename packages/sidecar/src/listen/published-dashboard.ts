import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a folder is the one of the package `@ringside/dashboard`, wherever that is installed: anybody can get its files from npm, so they need no
 * token. A folder of the operator's own may hold anything.
 */
export function isPublishedDashboard(directory: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(join(realpathSync(directory), '..', 'package.json'), 'utf8')) as { readonly name?: unknown };
    return name === '@ringside/dashboard';
  } catch {
    return false;
  }
}
