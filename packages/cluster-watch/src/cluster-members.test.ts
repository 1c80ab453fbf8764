import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ClusterOptions, startWatchedCluster, type WatchedCluster } from './testing/watched-cluster.ts';

const WAIT = { timeout: 30_000, interval: 20 };
const [A, B, C] = [0, 1, 2];

/** Only Linux has all of 127.0.0.0/8. */
describe.runIf(process.platform === 'linux')('sidecars whose members change or differ (skipped where there is no 127.0.0.2)', () => {
  let cluster: WatchedCluster;
  const start = async (options: ClusterOptions = {}): Promise<void> => {
    cluster = await startWatchedCluster(3, { hurries: true, ...options });
    await vi.waitUntil(() => [A, B, C].every((observer) => cluster.pairsReached(observer) === 6), WAIT);
    const own = (): Promise<readonly (readonly string[])[]> =>
      Promise.all([A, B, C].flatMap((from) => [A, B, C].map((of) => findings(from, of))));
    await expect.poll(own, WAIT).toEqual(Array.from({ length: 9 }, () => ['up']));
  };
  const findings = async (observer: number, about: number): Promise<readonly string[]> =>
    (await cluster.known(observer))
      .filter((row) => row.about === cluster.nameOf(about) && row.kind === 'node')
      .map(({ finding }) => finding);

  afterEach(async () => cluster.stop());

  it('know again what a node said that was gone from their members for a while, though they had heard it before', async () => {
    await start();
    cluster.hide(A, C, true);
    await expect.poll(() => findings(A, C), WAIT).toEqual([]);
    cluster.hide(A, C, false);
    await expect.poll(() => findings(A, C), WAIT).toEqual(['up']);
  });

  it('know what was told of a node before they had it among their members', async () => {
    cluster = await startWatchedCluster(3, { hurries: true });
    cluster.hide(A, C, true);
    await vi.waitUntil(() => cluster.states(A)[cluster.nameOf(B)] === 'up', WAIT);
    cluster.freeze(C, true);
    await expect.poll(() => findings(B, C), WAIT).toEqual(['silent']);
    const before = cluster.reads[A] ?? 0;
    // What A was told of C meanwhile it has forgotten by then, and nobody tells it again by himself.
    await expect.poll(() => cluster.reads[A], WAIT).toBeGreaterThan(before + 1);
    await expect.poll(() => findings(A, C), WAIT).toEqual([]);
    cluster.cut(A, C);
    cluster.hide(A, C, false);
    await expect.poll(() => cluster.states(A)[cluster.nameOf(C)], WAIT).toBe('frozen');
  });

  it('say that a node is up again which their gossip had down, though it was no member meanwhile', async () => {
    await start();
    cluster.takeForDown(A, C, true);
    await expect.poll(() => cluster.sentence(B, C), WAIT).toMatch(/gossip of 127\.0\.0\.1:7000 has it down/);
    cluster.hide(A, C, true);
    await expect.poll(() => Object.keys(cluster.states(A)), WAIT).toHaveLength(2);
    cluster.takeForDown(A, C, false);
    cluster.hide(A, C, false);
    await expect.poll(() => cluster.sentence(B, C), WAIT).toBe('up');
  });

  it('ask a node for CQL at the address that clients use, not at the one that other nodes use', async () => {
    await start({ storageAddress: (index) => `192.0.2.${index + 1}` });
    cluster.endSidecar(C);
    await expect.poll(() => cluster.sentence(A, C), WAIT).toMatch(/^up: .*its sidecar does not answer .* but the node does/);
  });

  it('do not take another sidecar that answers in the place of one for that one', async () => {
    await start();
    cluster.misdirect(C, B);
    cluster.endSidecar(C);
    await expect
      .poll(() => cluster.sentence(A, C), WAIT)
      .toMatch(/cannot be heard any more; its sidecar does not answer 127\.0\.0\.1:7000/);
    await cluster.kill(C);
    await expect.poll(() => cluster.states(A)[cluster.nameOf(C)], WAIT).toBe('down');
  });

  it('go by the gossip of the sidecar that they were told the members by, while their own node does not answer', async () => {
    await start();
    await cluster.kill(C);
    cluster.endSidecar(C);
    cluster.takeForDown(A, C, true);
    cluster.takeForDown(B, C, true);
    cluster.startSidecar(C, 20);
    await expect.poll(() => cluster.states(C)[cluster.nameOf(A)], WAIT).toBe('up');
    await expect.poll(() => cluster.gossipers(C).toSorted(), WAIT).toEqual([cluster.nameOf(A), cluster.nameOf(B)]);
    await expect.poll(() => cluster.states(C)[cluster.nameOf(C)], WAIT).toMatch(/dead|notReady|down/);
  });

  describe('of which one is beside two nodes', () => {
    const nodesOf = (index: number): readonly number[] => [[A], [B, C], []][index] ?? [];

    it('tell of the second node while the first one is down, from the beginning', async () => {
      cluster = await startWatchedCluster(3, { hurries: true, nodesOf });
      cluster.endSidecar(B);
      await cluster.kill(B);
      cluster.startSidecar(B, 10);
      await expect.poll(() => findings(A, C), WAIT).toEqual(['up']);
      cluster.freeze(C, true);
      await expect.poll(() => cluster.states(A)[cluster.nameOf(C)], WAIT).toBe('frozen');
    });

    it('have all members that one of the nodes has, and take for down whom one has down', async () => {
      cluster = await startWatchedCluster(3, { hurries: true, nodesOf });
      cluster.hide(B, A, true);
      cluster.takeForDown(C, A, true);
      await expect.poll(() => cluster.states(B), WAIT).toHaveProperty(cluster.nameOf(A), 'disputed');
      await expect.poll(() => cluster.sentence(A, A), WAIT).toMatch(/gossip of 127\.0\.0\.2:7000 has it down/);
    });
  });
});
