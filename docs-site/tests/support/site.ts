import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of the documentation site. */
export const SITE: string = join(import.meta.dirname, '..', '..');
/** What the build of the whole site left; the `test` target runs after it. `DOCS_BUILD` names another one. */
export const BUILD: string = process.env['DOCS_BUILD'] ?? join(SITE, 'build');

/** How a program ended, and all that it said. */
export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs a program of an installed package to its end. */
export async function runBin(packageName: string, bin: string, args: readonly string[]): Promise<Run> {
  const program = join(dirname(require.resolve(`${packageName}/package.json`)), bin);
  const child = spawn(process.execPath, [program, ...args], { cwd: SITE, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

/** Makes a fixture folder inside the site, where its packages are found, with the given files. */
export async function fixture(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(SITE, 'test-results', name);
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** All files of the build with one of the endings, as paths below it. */
export async function builtFiles(...endings: readonly string[]): Promise<readonly string[]> {
  const all = await readdir(BUILD, { recursive: true });
  const found = all.filter((path) => endings.some((ending) => path.endsWith(ending))).toSorted();
  if (found.length === 0) throw new Error('The site is not built: run `npx nx build docs-site` first');
  return found;
}
