import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { MemorySources } from '@ringside/host';
import { assertRoom, ringMemoryBytes } from './preflight.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A machine with so much memory available, of which only these other files are there. */
function available(bytes: number, files: Readonly<Record<string, string>> = {}): MemorySources {
  const there: Readonly<Record<string, string>> = { ...files, '/proc/meminfo': `MemAvailable: ${Math.floor(bytes / 1024)} kB\n` };
  return { readText: async (path) => there[path] ?? Promise.reject(new Error('ENOENT')), freeBytes: () => 0 };
}

test('a ring that does not fit is refused with what it needs and what there is', async () => {
  await expect(assertRoom(3, 256, tmpdir(), available(512 * MIB))).rejects.toMatchObject({
    code: 'MEMORY_SHORT',
    message: '1.69 GiB of memory are needed for 3 nodes; 512 MiB are available',
    details: { neededBytes: ringMemoryBytes(3, 256 * MIB), availableBytes: 512 * MIB },
  });
});

test('a ring that just fits is let through, one kibibyte less is not', async () => {
  const neededBytes = ringMemoryBytes(1, 256 * MIB);
  await expect(assertRoom(1, 256, tmpdir(), available(neededBytes))).resolves.toBeUndefined();
  await expect(assertRoom(1, 256, tmpdir(), available(neededBytes - 1024))).rejects.toMatchObject({ code: 'MEMORY_SHORT' });
});

test('a ring that fits the machine but not the container is refused', async () => {
  const container = { '/sys/fs/cgroup/memory.max': `${GIB}\n`, '/sys/fs/cgroup/memory.current': `${GIB / 4}\n` };
  await expect(assertRoom(3, 256, tmpdir(), available(8 * GIB))).resolves.toBeUndefined();
  await expect(assertRoom(3, 256, tmpdir(), available(8 * GIB, container))).rejects.toMatchObject({
    code: 'MEMORY_SHORT',
    details: { availableBytes: 768 * MIB },
  });
});

test('a ring that memory has room for but the disk has not is refused', async () => {
  await expect(assertRoom(1_000_000, 256, tmpdir(), available(1e15))).rejects.toMatchObject({ code: 'DISK_FULL' });
});

test('a ring takes each node’s heap and 320 MiB beside it', () => {
  expect(ringMemoryBytes(3, 256 * MIB)).toBe(3 * 576 * MIB);
});
