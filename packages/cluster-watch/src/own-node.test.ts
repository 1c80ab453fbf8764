import { systemClock } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import type { NodeFinding } from '@ringside/verdict';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchOwnNode } from './own-node.ts';
import type { OwnProcess } from './own-process.ts';
import { type FakeNode, startFakeNode } from './testing/fake-node.ts';

const WAIT = { timeout: 15_000, interval: 20 };

describe('watchOwnNode()', () => {
  let node: FakeNode;
  let found: { finding: NodeFinding; sinceMs: number }[];
  let control: () => Promise<unknown>;
  let stopping: AbortController;
  const last = (): NodeFinding | undefined => found.at(-1)?.finding;

  beforeEach(async () => {
    node = await startFakeNode();
    found = [];
    control = async () => undefined;
    stopping = new AbortController();
    const watched = { host: '127.0.0.1', port: node.port, askControl: () => control() };
    const note = (finding: NodeFinding, sinceMs: number): void => void found.push({ finding, sinceMs });
    void watchOwnNode(watched, { clock: systemClock, found: note }, stopping.signal);
    await vi.waitUntil(() => last() === 'up', WAIT);
  });

  afterEach(async () => {
    stopping.abort();
    await node.kill();
  });

  it('asks no management interface while CQL answers', async () => {
    let asked = 0;
    control = async () => (asked += 1);
    const before = found.length;
    await expect.poll(() => found.length, WAIT).toBeGreaterThan(before);
    expect(asked).toBe(0);
  });

  it('says that a node answers no CQL where its management interface still does', async () => {
    await node.kill();
    await expect.poll(last, WAIT).toBe('withoutCql');
  });

  it('says that nothing listens where both refuse and its process, which is this one here, runs', async () => {
    control = async () => {
      throw modelErrors.CASSANDRA_UNAVAILABLE({ message: 'refused' });
    };
    await node.kill();
    await expect.poll(last, WAIT).toMatch(/notListening|refuses/);
  });

  it('says that a node is silent only after a second of it, and since when', async () => {
    control = () => new Promise(() => undefined);
    const muteMs = systemClock.monotonicMs();
    node.mute(true);
    await expect.poll(last, WAIT).toBe('silent');
    const { sinceMs = 0 } = found.at(-1) ?? {};
    expect(systemClock.monotonicMs() - sinceMs).toBeGreaterThanOrEqual(1_000);
    expect(sinceMs).toBeGreaterThanOrEqual(muteMs);
    node.mute(false);
    await expect.poll(last, WAIT).toBe('up');
  });
});

/** As of another user's process. */
const UNKNOWN_PROCESS: OwnProcess = { sign: () => 'unknown', find: async () => undefined };

it('a node without a management interface whose process is unknown is not called dead because its CQL port refuses', async () => {
  const node = await startFakeNode();
  const stopping = new AbortController();
  const all: NodeFinding[] = [];
  const note = (finding: NodeFinding): void => void all.push(finding);
  const watched = { host: '127.0.0.1', port: node.port, askControl: undefined };
  void watchOwnNode(watched, { clock: systemClock, found: note, process: UNKNOWN_PROCESS }, stopping.signal);
  try {
    await expect.poll(() => all.at(-1), WAIT).toBe('up');
    await node.kill();
    await expect.poll(() => all.at(-1), WAIT).toBe('cqlRefuses');
  } finally {
    stopping.abort();
    await node.kill();
  }
});

it.each([false, true])(
  'a stall of this process itself is no silence of a node without a management interface, unless it stays mute: %s',
  async (mute) => {
    const node = await startFakeNode();
    const stopping = new AbortController();
    const found: NodeFinding[] = [];
    const note = (finding: NodeFinding): void => void found.push(finding);
    const watched = { host: '127.0.0.1', port: node.port, askControl: undefined };
    void watchOwnNode(watched, { clock: systemClock, found: note, process: UNKNOWN_PROCESS }, stopping.signal);
    try {
      await expect.poll(() => found.at(-1), WAIT).toBe('up');
      node.stallOnce(1_500);
      node.mute(mute);
      const { asked } = node;
      await expect.poll(() => (mute ? found.at(-1) === 'silent' : node.asked > asked + 2), WAIT).toBe(true);
      expect(found.includes('silent')).toBe(mute);
    } finally {
      stopping.abort();
      await node.kill();
    }
  },
);

it('a node whose process is unknown is silent a second after its CQL was closed and its management interface began to hang', async () => {
  const node = await startFakeNode();
  const stopping = new AbortController();
  const found: NodeFinding[] = [];
  let hangs = false;
  const watched = {
    host: '127.0.0.1',
    port: node.port,
    askControl: async () => (hangs ? await new Promise(() => undefined) : undefined),
  };
  const note = (finding: NodeFinding): void => void found.push(finding);
  void watchOwnNode(watched, { clock: systemClock, found: note, process: UNKNOWN_PROCESS }, stopping.signal);
  try {
    await expect.poll(() => found.at(-1), WAIT).toBe('up');
    hangs = true;
    await node.kill();
    await expect.poll(() => found.at(-1), WAIT).toBe('silent');
  } finally {
    stopping.abort();
    await node.kill();
  }
});

it('a process that ends just after its last answer has ended, and is not taken for one that nobody knows', async () => {
  const node = await startFakeNode();
  const stopping = new AbortController();
  const found: NodeFinding[] = [];
  let sign: 'runs' | 'ended' | 'unknown' = 'runs';
  const process: OwnProcess = {
    sign: () => sign,
    // Nobody listens any more.
    find: async () => void (sign = sign === 'ended' ? 'unknown' : sign),
  };
  let isLast = false;
  const askControl = async (): Promise<void> => {
    if (sign !== 'runs') throw modelErrors.CASSANDRA_UNAVAILABLE({ message: 'refused' });
    if (isLast) sign = 'ended';
  };
  const note = (finding: NodeFinding): void => void found.push(finding);
  void watchOwnNode({ host: '127.0.0.1', port: node.port, askControl }, { clock: systemClock, found: note, process }, stopping.signal);
  try {
    await expect.poll(() => found.at(-1), WAIT).toBe('up');
    isLast = true;
    await node.kill();
    await expect.poll(() => found.at(-1), WAIT).toBe('ended');
    const looks = found.length;
    await expect.poll(() => found.length, WAIT).toBeGreaterThan(looks + 1);
    expect(found.slice(looks)).not.toContainEqual(expect.not.stringMatching('ended'));
  } finally {
    stopping.abort();
    await node.kill();
  }
});
