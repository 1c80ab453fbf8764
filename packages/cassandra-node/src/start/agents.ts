import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '@ringside/core';
import type { JavaAgent } from './jvm-flags.ts';

/**
 * The Java agents of a drop-in folder: every `*.jar` in alphabetical order, each with the trimmed text of `<name>.options` beside it
 * (for `exporter.jar` the file `exporter.options`) as its options.
 *
 * @param directory the folder; `undefined` means no agents
 * @throws OpsError `NOT_FOUND` when the folder is not there or cannot be read
 */
export async function agentsFrom(directory: string | undefined): Promise<readonly JavaAgent[]> {
  if (directory === undefined) return [];
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw errors.NOT_FOUND({
      message: `The folder of Java agents ${directory} does not exist or cannot be read`,
      remedy: 'Create it, or leave agentsDirectory out.',
      cause: error,
    });
  }
  const jars = names.filter((name) => name.endsWith('.jar')).sort();
  return Promise.all(
    jars.map(async (name) => {
      const optionsName = name.replace(/\.jar$/, '.options');
      const jar = join(directory, name);
      if (!names.includes(optionsName)) return { jar };
      return { jar, options: (await readFile(join(directory, optionsName), 'utf8')).trim() };
    }),
  );
}
