import { gunzipSync } from 'node:zlib';

const BLOCK_BYTES = 512;
const MOST_BYTES = 512 * 1024 ** 2;

/**
 * Finds why an artefact of Nx's remote cache cannot be unpacked: it is no gzip archive or was cut off (gzip carries a check sum), it has no
 * exit code in it, or a path in it leads out of the workspace. Who made it cannot be seen from it: Nx signs nothing.
 *
 * @returns one reason; undefined for a whole artefact
 */
export function artefactFault(bytes: Uint8Array): string | undefined {
  let tar: Buffer;
  try {
    tar = gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return 'it is cut off or no archive';
  }
  const names = entryNames(tar);
  if (names === undefined || !names.includes('code')) return 'it holds no exit code';
  return names.some((name) => name.startsWith('/') || name.split('/').includes('..'))
    ? 'a path in it leads out of the workspace'
    : undefined;
}

/** The names in a tar archive; undefined when a header makes no sense. */
function entryNames(tar: Buffer): readonly string[] | undefined {
  const names: string[] = [];
  for (let at = 0; at + BLOCK_BYTES <= tar.length && tar[at] !== 0;) {
    const field = (start: number, end: number): string => tar.toString('utf8', at + start, at + end).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 136).trim(), 8);
    if (Number.isNaN(size)) return undefined;
    names.push(field(0, 100));
    at += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return names;
}
