import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';

/** The places memory figures come from; a test gives others. */
export interface MemorySources {
  readonly readText: (path: string) => Promise<string>;
  readonly freeBytes: () => number;
}

const SYSTEM: MemorySources = { readText: (path) => readFile(path, 'utf8'), freeBytes: freemem };

/**
 * How much memory new processes can have: what the kernel holds for available (free and reclaimable), but never more than the
 * control group of a container has left. Off Linux, what Node says is free.
 *
 * @returns bytes
 */
export async function availableMemoryBytes(sources: MemorySources = SYSTEM): Promise<number> {
  const meminfo = await sources.readText('/proc/meminfo').catch(() => '');
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  const available = kilobytes === undefined ? sources.freeBytes() : Number(kilobytes) * 1024;
  return Math.min(available, await groupRoomBytes(sources));
}

/** What a cgroup (v2, else v1) leaves: its limit less what it uses, page cache that can be dropped not counted as used. */
async function groupRoomBytes({ readText }: MemorySources): Promise<number> {
  for (const [limitFile, usedFile, statFile] of GROUP_FILES) {
    const limit = Number(await readText(limitFile).catch(() => 'none'));
    const used = Number(await readText(usedFile).catch(() => 'none'));
    if (!Number.isFinite(limit) || !Number.isFinite(used)) continue;
    const stat = await readText(statFile).catch(() => '');
    const cache = Number(/^(?:total_)?inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0);
    return Math.max(0, limit - used + cache);
  }
  return Number.POSITIVE_INFINITY;
}

const GROUP_FILES = [
  ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory.current', '/sys/fs/cgroup/memory.stat'],
  ['/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory/memory.usage_in_bytes', '/sys/fs/cgroup/memory/memory.stat'],
] as const;
