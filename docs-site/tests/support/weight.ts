import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUILD } from './site.ts';

const sizes = new Map<string, Promise<number>>();
/** Bytes of a script of the build, compressed. */
export async function compressedSize(script: string): Promise<number> {
  const size = sizes.get(script) ?? readFile(join(BUILD, script)).then((code) => gzipSync(code).length);
  sizes.set(script, size);
  return size;
}

/** Bytes of several of them. */
export async function weightOf(scripts: readonly string[]): Promise<number> {
  return (await Promise.all(scripts.map(compressedSize))).reduce((sum, size) => sum + size, 0);
}
