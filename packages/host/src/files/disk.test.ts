import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertDisk, diskFullOr, freeDiskBytes } from './disk.ts';

test('a disk that is too small is refused with the folder and the numbers', async () => {
  await expect(assertDisk(tmpdir(), 2 ** 60)).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringMatching(/^\S+ has .+ free; 1024 PiB are needed$/),
    details: { directory: tmpdir(), neededBytes: 2 ** 60 },
  });
});

test('a disk with exactly enough is large enough', async () => {
  await expect(assertDisk('/data', 100, async () => 100)).resolves.toBeUndefined();
  await expect(assertDisk('/data', 101, async () => 100)).rejects.toMatchObject({ code: 'DISK_FULL' });
});

test('the free bytes of this disk are no more than it could ever have', async () => {
  const freeBytes = await freeDiskBytes(tmpdir());
  expect(freeBytes).toBeGreaterThan(4096);
  expect(freeBytes).toBeLessThan(2 ** 60);
  expect(await freeDiskBytes(join(tmpdir(), 'not', 'yet', 'made'))).toBeGreaterThan(4096);
});

test.each(['ENOSPC', 'EDQUOT'])('%s is DISK_FULL and names the place', (code) => {
  const cause = Object.assign(new Error('no'), { code });
  expect(diskFullOr(cause, '/data/ring.json')).toMatchObject({ code: 'DISK_FULL', message: 'The disk of /data/ring.json is full', cause });
});

test('any other failure stays what it is', () => {
  for (const thrown of [Object.assign(new Error('no'), { code: 'EACCES' }), 'text', undefined])
    expect(diskFullOr(thrown, '/data')).toBe(thrown);
});
