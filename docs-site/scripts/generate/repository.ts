import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { siteFolder } from './write.ts';

/** Where the sources are published, as a browser opens it: the one address that the root manifest has. */
export async function repository(): Promise<{ readonly url: string }> {
  const manifest = JSON.parse(await readFile(join(siteFolder, '..', 'package.json'), 'utf8')) as {
    readonly repository: { readonly url: string };
  };
  return { url: manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '') };
}
