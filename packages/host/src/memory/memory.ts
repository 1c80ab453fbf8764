import { readFile } from 'node:fs/promises';
import { freemem, platform } from 'node:os';
import { macAvailableBytes } from './vm-stat.ts';

/** The places that memory figures come from; a test gives others. */
export interface MemorySources {
  /** The text of a file of /proc or /sys; rejects when there is none. */
  readonly readText: (path: string) => Promise<string>;
  /** Where there is no /proc: what is free, in bytes. */
  readonly freeBytes: () => number | Promise<number>;
}

const SYSTEM: MemorySources = {
  readText: (path) => readFile(path, 'utf8'),
  freeBytes: platform() === 'darwin' ? macAvailableBytes : freemem,
};

/**
 * How much memory new processes can have: what the kernel holds for available (free and reclaimable), but never more than the control
 * group of a container has left. On macOS, free, inactive and speculative pages; elsewhere what Node says is free.
 *
 * @returns bytes
 */
export async function availableMemoryBytes(sources: MemorySources = SYSTEM): Promise<number> {
  const meminfo = await sources.readText('/proc/meminfo').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  const availableBytes = kibibytes === undefined ? await sources.freeBytes() : Number(kibibytes) * 1024;
  return Math.min(availableBytes, await groupRoomBytes(sources));
}

const GROUP_FILES = [
  ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory.current', '/sys/fs/cgroup/memory.stat'],
  ['/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory/memory.usage_in_bytes', '/sys/fs/cgroup/memory/memory.stat'],
] as const;

/** What a control group (v2, else v1) leaves: its limit less what it uses, page cache that can be dropped not counted as used. */
async function groupRoomBytes({ readText }: MemorySources): Promise<number> {
  for (const [limitFile, usedFile, statFile] of GROUP_FILES) {
    const limitBytes = Number(await readText(limitFile).catch(() => 'none'));
    const usedBytes = Number(await readText(usedFile).catch(() => 'none'));
    if (!Number.isFinite(limitBytes) || !Number.isFinite(usedBytes)) continue;
    const stat = await readText(statFile).catch(() => '');
    const cacheBytes = Number(/^(?:total_)?inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0);
    return Math.max(0, limitBytes - usedBytes + cacheBytes);
  }
  return Number.POSITIVE_INFINITY;
}
