import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWatchedCluster, type WatchedCluster } from './testing/watched-cluster.ts';

const ALL = [0, 1, 2];
const WAIT = { timeout: 15_000, interval: 20 };

/** Only Linux has all of 127.0.0.0/8. */
describe.runIf(process.platform === 'linux')(
  'three sidecars whose clocks are ten minutes apart (skipped where there is no 127.0.0.2)',
  () => {
    let cluster: WatchedCluster;
    const [A = '', B = '', C = ''] = ALL.map((index) => `127.0.0.${index + 1}:7000`);
    const views = (observers: readonly number[] = ALL): readonly object[] => observers.map((observer) => cluster.states(observer));
    const allUp = { [A]: 'up', [B]: 'up', [C]: 'up' };
    beforeEach(async () => {
      cluster = await startWatchedCluster(3);
      // What was never reached counts for nothing when it is cut off: each has reached each, and each knows so.
      await vi.waitUntil(() => ALL.every((observer) => cluster.pairsReached(observer) === 6), WAIT);
    });

    afterEach(async () => cluster.stop());

    it('agree that all are well, each by itself', () => {
      expect(views()).toEqual([allUp, allUp, allUp]);
    });

    it('all say that a node is frozen which one of them watches, and that it is up when it goes on', async () => {
      cluster.freeze(2, true);
      const expected = { ...allUp, [C]: 'frozen' };
      await expect.poll(views, WAIT).toEqual([expected, expected, expected]);
      expect(cluster.sentence(0, 2)).toMatch(/^frozen: its sidecar says that it does not answer \(for \d\.\d s\); gossip still has it up$/);
      cluster.freeze(2, false);
      await expect.poll(views, WAIT).toEqual([allUp, allUp, allUp]);
    });

    it('all say that a node does not serve which ended', async () => {
      await cluster.kill(2);
      // The process that listened is this one, which runs.
      const expected = { ...allUp, [C]: expect.stringMatching(/notReady|dead/) };
      await expect.poll(views, WAIT).toEqual([expected, expected, expected]);
    });

    it('tell the truth about themselves on both sides of a partition, and agree when it heals', async () => {
      cluster.cut(2, 0);
      cluster.cut(2, 1);
      const majority = { ...allUp, [C]: 'cutOff' };
      const minority = { [A]: 'cutOff', [B]: 'cutOff', [C]: 'up' };
      await expect.poll(views, WAIT).toEqual([majority, majority, minority]);
      const both = /neither it nor its sidecar answers 127\.0\.0\.1:7000 and 127\.0\.0\.2:7000/;
      await expect.poll(() => cluster.sentence(1, 2), WAIT).toMatch(both);
      cluster.heal();
      await expect.poll(views, WAIT).toEqual([allUp, allUp, allUp]);
    });

    it('call a node disputed which one of them cannot reach and another one can', async () => {
      cluster.cut(2, 0);
      const expected = { ...allUp, [C]: 'disputed' };
      await expect.poll(() => cluster.states(1), WAIT).toEqual({ ...expected, [A]: 'disputed' });
    });

    it('do not take a node for down whose sidecar is gone, and hear it again when it starts with a clock that went back', async () => {
      cluster.endSidecar(2);
      await expect.poll(() => cluster.sentence(0, 2), WAIT).toMatch(/^up: .*its sidecar does not answer .* but the node does/);
      expect(views([0, 1])).toEqual([allUp, allUp]);
      cluster.startSidecar(2, -30);
      await expect.poll(() => ALL.map((observer) => cluster.sentence(observer, 2)), WAIT).toEqual(['up', 'up', 'up']);
      cluster.freeze(2, true);
      await expect.poll(() => cluster.states(0)[C], WAIT).toBe('frozen');
    });
  },
);

it.runIf(process.platform === 'linux')(
  'sidecars that can reach neither each other nor the CQL of other nodes leave the verdict to gossip (skipped where there is no 127.0.0.2)',
  async () => {
    const cluster = await startWatchedCluster(3, { apart: true });
    try {
      await vi.waitUntil(() => ALL.every((observer) => (cluster.requests[observer] ?? 0) >= 6), WAIT);
      const allUp = Object.fromEntries(ALL.map((index) => [`127.0.0.${index + 1}:7000`, 'up']));
      expect(ALL.map((observer) => cluster.states(observer))).toEqual([allUp, allUp, allUp]);
    } finally {
      await cluster.stop();
    }
  },
);
