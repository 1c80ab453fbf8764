import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkLoopback, checkMemory, checkNode, checkPorts } from './machine-checks.ts';
import { portHolder } from './port-holder.ts';

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

describe('portHolder()', () => {
  it('says so when nobody can be named', async () => {
    expect(await portHolder('127.0.0.1', 1)).toBe('another program');
  });
});
