import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCopied, isRedirected } from './alias-tree.ts';
import { type CheckedBuild, unreadable } from './check-build.ts';
import { commitHead, data, type Piece, quote } from './fast-import.ts';
import type { Git } from './git.ts';
import { addressOf, redirectPage } from './redirect-pages.ts';

const IMPORT_TIMEOUT_MS = 1_800_000;
const PIECE_BYTES = 1024 * 1024;
const REF = 'refs/import/site';

/** The folders that a build becomes on the branch, as ids of git trees. */
export interface ImportedSite {
  /** The build itself. */
  readonly siteTree: string;
  /** The alias: for each page one that leads to it. */
  readonly aliasTree: string;
}

/**
 * Writes a build and its alias into the repository with one `git fast-import`: no file is checked out anywhere, two thousand files
 * are one process, and a file of any size passes through in pieces.
 *
 * @throws OpsError `DOCS_BUILD_INCOMPLETE`, which names the file that cannot be read or changes while it is
 */
export async function importSite(git: Git, build: CheckedBuild): Promise<ImportedSite> {
  await git.expect(['fast-import', '--quiet', '--force', '--done'], { input: stream(build), timeoutMs: IMPORT_TIMEOUT_MS });
  const tree = async (name: string): Promise<string> => (await git.expect(['rev-parse', '--verify', `${REF}:${name}`])).trim();
  return { siteTree: await tree('site'), aliasTree: await tree('alias') };
}

async function* stream(build: CheckedBuild): AsyncGenerator<Piece> {
  yield 'feature done\n';
  for (const [index, file] of build.files.entries()) {
    yield `blob\nmark :${index + 1}\n`;
    yield* contentOf(build.folder, file);
  }
  yield commitHead(REF);
  for (const [index, file] of build.files.entries()) yield `M 100644 :${index + 1} ${quote(`site/${file}`)}\n`;
  yield* aliasFiles(build);
  yield 'done\n';
}

function* aliasFiles({ files, basePath }: CheckedBuild): Generator<Piece> {
  for (const [index, file] of files.entries()) {
    const path = quote(`alias/${file}`);
    if (isCopied(file)) yield `M 100644 :${index + 1} ${path}\n`;
    if (!isRedirected(file)) continue;
    yield `M 100644 inline ${path}\n`;
    yield* data(Buffer.from(redirectPage(`${basePath}${addressOf(file)}`)));
  }
}

/** The size is announced before the content, so a file must end where it did when it was measured. */
async function* contentOf(folder: string, file: string): AsyncGenerator<Piece> {
  const path = join(folder, file);
  let passedBytes = 0;
  let sizeBytes = 0;
  try {
    sizeBytes = (await stat(path)).size;
    yield `data ${sizeBytes}\n`;
    for await (const piece of createReadStream(path, {
      end: Math.max(0, sizeBytes - 1),
      highWaterMark: PIECE_BYTES,
    }) as AsyncIterable<Buffer>) {
      passedBytes += piece.length;
      if (passedBytes <= sizeBytes) yield piece;
    }
  } catch (thrown) {
    throw unreadable(folder, file, thrown);
  }
  if (passedBytes !== sizeBytes) throw unreadable(folder, file, new Error('it changed while it was read'));
  yield '\n';
}
