import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedBuild } from './check-build.ts';
import type { Git } from './git.ts';
import { addressOf, redirectPage } from './redirect-pages.ts';

const IMPORT_TIMEOUT_MS = 300_000;
const REF = 'refs/import/site';
/** What `latest` holds as it is, because it holds no address of its own version and a program that reads it follows no page. */
const COPIED = /\.(?:md|txt)$/;

/** The folders that a build becomes on the branch, as ids of git trees. */
export interface ImportedSite {
  /** The build itself. */
  readonly siteTree: string;
  /** The alias: for each page one that leads to it. */
  readonly aliasTree: string;
}

/**
 * Writes a build and its alias into the repository with one `git fast-import`: no file is checked out anywhere, and two thousand
 * files are one process.
 */
export async function importSite(git: Git, build: CheckedBuild): Promise<ImportedSite> {
  await git.expect(['fast-import', '--quiet', '--force', '--done'], { input: stream(build), timeoutMs: IMPORT_TIMEOUT_MS });
  const tree = async (name: string): Promise<string> => (await git.expect(['rev-parse', '--verify', `${REF}:${name}`])).trim();
  return { siteTree: await tree('site'), aliasTree: await tree('alias') };
}

async function* stream(build: CheckedBuild): AsyncGenerator<Buffer | string> {
  yield 'feature done\n';
  for (const [index, file] of build.files.entries()) {
    yield* blob(index + 1, await readFile(join(build.folder, file)));
  }
  yield `commit ${REF}\ncommitter import <import> 0 +0000\ndata 0\n`;
  for (const [index, file] of build.files.entries()) yield `M 100644 :${index + 1} ${quote(`site/${file}`)}\n`;
  yield* aliasFiles(build);
  yield 'done\n';
}

function* aliasFiles({ files, basePath }: CheckedBuild): Generator<Buffer | string> {
  for (const [index, file] of files.entries()) {
    const path = quote(`alias/${file}`);
    if (COPIED.test(file)) yield `M 100644 :${index + 1} ${path}\n`;
    if (!file.endsWith('.html') || file === '404.html') continue;
    yield `M 100644 inline ${path}\n`;
    yield* data(Buffer.from(redirectPage(`${basePath}${addressOf(file)}`)));
  }
}

function* blob(mark: number, content: Buffer): Generator<Buffer | string> {
  yield `blob\nmark :${mark}\n`;
  yield* data(content);
}

function* data(content: Buffer): Generator<Buffer | string> {
  yield `data ${content.length}\n`;
  yield content;
  yield '\n';
}

/** A path as fast-import reads it whatever its characters. */
function quote(path: string): string {
  return `"${path.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
