import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the documentation site. */
export const siteFolder: string = fileURLToPath(new URL('../../', import.meta.url));

/** Writes one generated file, given by its path in the site. */
export async function writeGenerated(path: string, text: string): Promise<void> {
  const file = join(siteFolder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Empties a folder of generated files, so that nothing stale is built. */
export async function clearGenerated(path: string): Promise<void> {
  await rm(join(siteFolder, path), { recursive: true, force: true });
}
