import { commitHead, data, type Piece, quote } from './fast-import.ts';
import type { Git } from './git.ts';
import { addressOf, redirectPage } from './redirect-pages.ts';

const REF = 'refs/import/heir';

/** Whether `latest` holds a file as it is: it holds no address of its own version, and a program that reads it follows no page. */
export function isCopied(file: string): boolean {
  return /\.(?:md|txt)$/.test(file);
}

/** Whether `latest` has a page in place of a file that leads to it. */
export function isRedirected(file: string): boolean {
  return file.endsWith('.html') && file !== '404.html';
}

/**
 * Makes the folder `latest` for a version that stands on the branch, from the names of its files: their contents are not fetched.
 *
 * @param tree the version's folder
 * @param basePath where the version stands on the site, with a slash at both ends
 * @returns the id of the tree
 */
export async function aliasOfTree(git: Git, tree: string, basePath: string): Promise<string> {
  const listed = (await git.expect(['ls-tree', '-r', '-z', tree])).split('\0').filter((line) => line !== '');
  const pathOf = (line: string): string => line.slice(line.indexOf('\t') + 1);
  await git.expect(['fast-import', '--quiet', '--force', '--done'], { input: redirects(listed.map(pathOf), basePath) });
  const pages = await git.expect(['ls-tree', '-r', '-z', REF]);
  const copied = listed.filter((line) => isCopied(pathOf(line))).map((line) => `${line}\0`);
  await git.expect(['read-tree', '--empty']);
  await git.expect(['update-index', '-z', '--index-info'], { input: pages + copied.join('') });
  return (await git.expect(['write-tree', '--missing-ok'])).trim();
}

async function* redirects(files: readonly string[], basePath: string): AsyncGenerator<Piece> {
  yield `feature done\n${commitHead(REF)}`;
  for (const file of files.filter(isRedirected)) {
    yield `M 100644 inline ${quote(file)}\n`;
    yield* data(Buffer.from(redirectPage(`${basePath}${addressOf(file)}`)));
  }
  yield 'done\n';
}
