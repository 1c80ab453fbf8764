import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { assertDisk, assertRoom, availableMemoryBytes, neededMemoryBytes } from './preflight.ts';

const MIB = 1024 ** 2;

test('a ring that does not fit is refused with what it needs and what there is', async () => {
  await expect(assertRoom(3, 256, tmpdir(), 512 * MIB)).rejects.toMatchObject({
    code: 'MEMORY_SHORT',
    message: '1.63 GiB of memory are needed for 3 nodes; 512 MiB are available',
    details: { neededBytes: neededMemoryBytes(3, 256), availableBytes: 512 * MIB },
  });
});

test('a ring that just fits is let through', async () => {
  await expect(assertRoom(1, 256, tmpdir(), neededMemoryBytes(1, 256))).resolves.toBeUndefined();
});

test('a disk that is too small is refused with the folder and the numbers', async () => {
  await expect(assertDisk(tmpdir(), 2 ** 60)).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringContaining('1024 PiB are needed'),
  });
});

test('this machine tells its memory', async () => {
  expect(await availableMemoryBytes()).toBeGreaterThan(0);
});
