import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { installErrors } from '@ringside/cassandra-install';
import { errors } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { hostErrors } from '@ringside/host';
import { type CheckResult, exitCodeOf, ok } from './check.ts';
import { checkDisk, checkLoopback, checkMemory, checkNode, checkPorts } from './machine-checks.ts';

const GIB = 2 ** 30;

describe('the checks of ringside doctor', () => {
  it('refuse a Node that is too old, and only that', () => {
    expect(['18.20.0', '20.18.9', '20.19.0', '22.0.0', '24.1.0'].map((version) => checkNode(version).outcome)).toEqual([
      'problem',
      'problem',
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('warn when one node fits but not three, and refuse when not one does', () => {
    expect([16 * GIB, GIB, GIB / 4].map((bytes) => checkMemory(bytes).outcome)).toEqual(['ok', 'warning', 'problem']);
  });

  it('name who holds a port, unless it is the ring itself', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const taken = await checkPorts(['127.0.0.1'], { CQL: port }, false);
    const own = await checkPorts(['127.0.0.1'], { CQL: port }, true);
    server.close();
    expect(taken).toMatchObject({ outcome: 'problem', found: expect.stringContaining(`127.0.0.1:${port} (CQL) is in use by`) });
    expect(own.outcome).toBe('ok');
  });

  it('give the exact command for a loopback address that is missing', async () => {
    const mac = await checkLoopback(['127.0.0.1', '192.0.2.7'], 'darwin');
    expect(mac).toMatchObject({ outcome: 'problem', remedy: 'Type: sudo ifconfig lo0 alias 192.0.2.7' });
    expect((await checkLoopback(['127.0.0.1'], 'linux')).outcome).toBe('ok');
  });
});

describe('the exit code of ringside doctor', () => {
  const exitCodeFor = (result: CheckResult): number | undefined => exitCodeOf([ok('Node', '22.0.0'), result, ok('Disk', 'enough')]);

  it('is that of the first problem, whatever it is, and 0 for warnings alone', async () => {
    expect(exitCodeFor(checkMemory(GIB / 4))).toBe(hostErrors.MEMORY_SHORT.exit);
    expect(exitCodeFor(await checkDisk('Disk', tmpdir(), 2 ** 60))).toBe(errors.DISK_FULL.exit);
    expect(exitCodeFor(await checkLoopback(['192.0.2.7'], 'linux'))).toBe(hostErrors.ADDRESS_MISSING.exit);
    expect(exitCodeFor(checkNode('18.0.0'))).toBe(69);
    expect(exitCodeFor(checkMemory(GIB))).toBe(0);
    expect(exitCodeOf([checkMemory(GIB / 4), checkNode('18.0.0')])).toBe(hostErrors.MEMORY_SHORT.exit);
  });

  it('differs between kinds of problems, so that a script can tell them apart', () => {
    const codes = [hostErrors.MEMORY_SHORT, errors.DISK_FULL, installErrors.JAVA_MISSING].map(({ exit }) => exit);
    expect(new Set(codes).size).toBeGreaterThan(1);
  });
});
