import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { fakeMemory, GIB, hostMemory } from '../testing/fake-memory.ts';
import { availableMemoryBytes } from './memory.ts';

describe('availableMemoryBytes()', () => {
  it('is what the kernel holds for available, not what is free', async () => {
    expect(await availableMemoryBytes(fakeMemory(hostMemory))).toBe(8 * GIB);
  });

  it.each([
    ['v2', 'memory.max', 'memory.current', 'memory.stat', 'inactive_file'],
    ['v1', 'memory/memory.limit_in_bytes', 'memory/memory.usage_in_bytes', 'memory/memory.stat', 'total_inactive_file'],
  ])('is no more than a control group %s leaves, droppable page cache not counted as used', async (_version, limit, used, stat, cache) => {
    const group = {
      ...hostMemory,
      [`/sys/fs/cgroup/${limit}`]: `${4 * GIB}\n`,
      [`/sys/fs/cgroup/${used}`]: `${3 * GIB}\n`,
      [`/sys/fs/cgroup/${stat}`]: `anon 5\n${cache} ${GIB}\n`,
    };
    expect(await availableMemoryBytes(fakeMemory(group))).toBe(2 * GIB);
    expect(await availableMemoryBytes(fakeMemory({ ...group, [`/sys/fs/cgroup/${limit}`]: 'max\n' }))).toBe(8 * GIB);
    expect(await availableMemoryBytes(fakeMemory({ ...group, [`/sys/fs/cgroup/${limit}`]: `${GIB}\n` }))).toBe(0);
  });

  it('is what Node says is free off Linux', async () => {
    expect(await availableMemoryBytes(fakeMemory({}))).toBe(3 * GIB);
  });

  it('on this very machine is more than a mebibyte and no more than all of its memory', async () => {
    const availableBytes = await availableMemoryBytes();
    expect(availableBytes).toBeGreaterThan(2 ** 20);
    expect(availableBytes).toBeLessThanOrEqual(totalmem());
  });
});
