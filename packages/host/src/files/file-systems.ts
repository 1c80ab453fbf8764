import { readFile, statfs } from 'node:fs/promises';

/** A file system that is mounted on this machine. */
export interface FileSystem {
  /** Its device or source, such as `/dev/sda1`. */
  readonly source: string;
  /** Where it is mounted. */
  readonly mount: string;
  /** Such as `ext4`. */
  readonly type: string;
  /** Bytes it has in all. */
  readonly totalBytes: number;
  /** Bytes that nothing is in. */
  readonly freeBytes: number;
  /** Bytes that this user may still write. */
  readonly availableBytes: number;
}

/** What is kept by another machine: asking for its size hangs as long as that machine does. */
const REMOTE = /^(?:nfs\d?|cifs|smb\w*|afs|9p|ceph|glusterfs|lustre|fuse(?:blk|\..+)?|autofs)$/;

/**
 * The file systems of this machine that have a size, in the order in which they were mounted; those of other machines are left out. Where the
 * system does not list them as Linux does, the one of `/` alone.
 */
export async function fileSystems(): Promise<readonly FileSystem[]> {
  const listed = await readFile('/proc/self/mounts', 'utf8').catch(() => 'unknown / unknown\n');
  const local = parseMounts(listed).filter(({ type }) => !REMOTE.test(type));
  const measured = await Promise.all(local.map((each) => measure(each)));
  return measured.filter((each) => each !== undefined && each.totalBytes > 0) as readonly FileSystem[];
}

/** A line of {@link parseMounts}. */
export type Mount = Pick<FileSystem, 'source' | 'mount' | 'type'>;

/** Reads the kernel's list of mounts (proc(5)): blanks in names are written as octal numbers. A later mount hides an earlier one at the same place. */
export function parseMounts(text: string): readonly Mount[] {
  const byPlace = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [source, mount, type] = line.split(' ').map((word) => unescapeOctal(word));
    if (source === undefined || mount === undefined || type === undefined) continue;
    byPlace.delete(mount);
    byPlace.set(mount, { source, mount, type });
  }
  return [...byPlace.values()];
}

function unescapeOctal(word: string): string {
  return word.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** Undefined for one that this user may not look at, or that is gone. */
async function measure(mount: Mount): Promise<FileSystem | undefined> {
  try {
    const { bsize, blocks, bfree, bavail } = await statfs(mount.mount);
    return { ...mount, totalBytes: blocks * bsize, freeBytes: bfree * bsize, availableBytes: bavail * bsize };
  } catch {
    return undefined;
  }
}
