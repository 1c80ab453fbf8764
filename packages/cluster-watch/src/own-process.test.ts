import { describe, expect, it } from 'vitest';
import { createOwnProcess } from './own-process.ts';
import { startFakeNode } from './testing/fake-node.ts';

describe('createOwnProcess()', () => {
  it('finds a process that listens at its CQL port a moment after its management interface answered', async () => {
    const early = await startFakeNode();
    await early.kill();
    const own = createOwnProcess({ host: '127.0.0.1', port: early.port });
    await own.find(0, false);
    expect(own.sign()).toBe('unknown');
    const node = await startFakeNode({ port: early.port });
    try {
      await own.find(500, true);
      expect(own.sign()).toBe('runs');
    } finally {
      await node.kill();
    }
  });

  it('looks only now and then for a process that the system does not show', async () => {
    const node = await startFakeNode();
    await node.kill();
    const own = createOwnProcess({ host: '127.0.0.1', port: node.port });
    await own.find(0, true);
    const later = await startFakeNode({ port: node.port });
    try {
      await own.find(29_999, true);
      expect(own.sign()).toBe('unknown');
      await own.find(30_000, true);
      expect(own.sign()).toBe('runs');
    } finally {
      await later.kill();
    }
  });
});
