import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { freeDiskBytes } from './disk.ts';
import { fileSystems, parseMounts } from './file-systems.ts';

describe('fileSystems()', () => {
  it('has the file system of the root, with as much room as the system says', async () => {
    const found = await fileSystems();
    const root = found.find(({ mount }) => mount === '/');
    expect(root?.totalBytes).toBeGreaterThan(0);
    expect(root?.freeBytes).toBeGreaterThanOrEqual(root?.availableBytes ?? Infinity);
    expect(root?.totalBytes).toBeGreaterThanOrEqual(root?.freeBytes ?? Infinity);
    const place = found.filter(({ mount }) => tmpdir().startsWith(mount)).toSorted((a, b) => b.mount.length - a.mount.length)[0];
    const free = await freeDiskBytes(tmpdir());
    expect(Math.abs((place?.availableBytes ?? 0) - free)).toBeLessThan(free / 2);
  });

  it('has none without a size, such as that of processes', async () => {
    expect((await fileSystems()).filter(({ type, totalBytes }) => type === 'proc' || totalBytes <= 0)).toEqual([]);
  });
});

describe('parseMounts()', () => {
  it('reads blanks and the last of two mounts at a place', () => {
    const text = '/dev/a / ext4 rw 0 0\n/dev/b /mnt/my\\040disk xfs rw 0 0\ntmpfs / overlay rw 0 0\n\n';
    expect(parseMounts(text)).toEqual([
      { source: '/dev/b', mount: '/mnt/my disk', type: 'xfs' },
      { source: 'tmpfs', mount: '/', type: 'overlay' },
    ]);
  });
});
