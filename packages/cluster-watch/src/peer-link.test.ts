import { errors, systemClock } from '@ringside/core';
import type { Observation, PeerFinding } from '@ringside/verdict';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOTHING_YET, type Told } from './news-line.ts';
import { type Peer, followPeer } from './peer-link.ts';
import { type FakeNode, startFakeNode } from './testing/fake-node.ts';

const ROW: Observation = { observer: 'b:1', about: 'b:1', kind: 'node', finding: 'up', epoch: 1, sequence: 1, ageMs: 0 };

describe('followPeer()', () => {
  let node: FakeNode;
  let sidecar: Peer['ask'];
  let asked: number;
  let found: PeerFinding[];
  let heard: Observation[];
  let round: number;
  let stopping: AbortController;
  /** Ends what waits, as the system does when a process ends. */
  let connections: AbortController;

  /** A sidecar that waits as it is told and has one row to tell. */
  const well: Peer['ask'] = async ({ after, waitMs }, { signal }) => {
    if (after !== undefined) await systemClock.sleep(waitMs, AbortSignal.any([signal, connections.signal]));
    return { cursor: '1-1', observations: after === undefined ? [ROW, { ...ROW, finding: 'on fire' }] : [] };
  };
  const gone: Peer['ask'] = async () => {
    throw errors.UNAVAILABLE({ message: 'gone' });
  };
  /** As over a line that swallows what is sent. */
  const swallowed: Peer['ask'] = async (_, { signal, timeoutMs }) => {
    await systemClock.sleep(timeoutMs, signal);
    throw errors.OPERATION_TIMED_OUT({ message: 'no answer' });
  };

  beforeEach(async () => {
    node = await startFakeNode();
    [asked, found, heard, sidecar, round] = [0, [], [], well, 0];
    [stopping, connections] = [new AbortController(), new AbortController()];
    const ask: Peer['ask'] = (news, bounds) => {
      asked += 1;
      return sidecar(news, bounds);
    };
    const told = {
      clock: systemClock,
      take: ({ observer, rows }: Told) => {
        if (observer !== undefined && observer !== 'b:1') return false;
        heard.push(...rows);
        return true;
      },
      round: () => round,
      found: (finding: PeerFinding) => void found.push(finding),
    };
    void followPeer({ ask, cql: { host: '127.0.0.1', port: node.port } }, told, stopping.signal);
    await vi.waitUntil(() => found.at(-1) === 'reached', { timeout: 15_000, interval: 20 });
  });

  afterEach(async () => {
    stopping.abort();
    await node.kill();
  });

  it('takes what the peer knows, and nothing that is no observation', () => {
    expect(heard).toEqual([ROW]);
  });

  it('asks a sidecar that is well twice, however often its node is looked at', async () => {
    const looks = node.asked;
    await expect.poll(() => node.asked - looks, { timeout: 10_000 }).toBeGreaterThan(3);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('says that a sidecar is gone and its node is not', async () => {
    sidecar = gone;
    connections.abort();
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('sidecarGone');
    connections = new AbortController();
    sidecar = well;
    await expect.poll(() => found.at(-1)).toBe('reached');
  });

  it('says that both refuse', async () => {
    sidecar = gone;
    connections.abort();
    await node.kill();
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('refuses');
  });

  it('says that neither answers, without having said anything else before', async () => {
    const before = found.length;
    sidecar = swallowed;
    node.mute(true);
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('unreachable');
    expect(found.slice(before).filter((each) => each !== 'reached' && each !== 'unreachable')).toEqual([]);
    node.mute(false);
    sidecar = well;
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('reached');
  });

  it('does not take another sidecar that answers in the place of the peer for the peer, nor what that one tells', async () => {
    const before = heard.length;
    sidecar = async (news, bounds) => ({ ...(await well(news, bounds)), observer: 'c:1', epoch: 1 });
    connections.abort();
    connections = new AbortController();
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('sidecarGone');
    await node.kill();
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('refuses');
    expect(heard.length).toBe(before);
  });

  it('does not count on a sidecar that began another life and does not know yet who it is', async () => {
    sidecar = async () => ({ cursor: NOTHING_YET, observations: [] });
    connections.abort();
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('sidecarGone');
    connections = new AbortController();
    const before = heard.length;
    sidecar = well;
    await expect.poll(() => found.at(-1), { timeout: 10_000 }).toBe('reached');
    expect(heard.length).toBe(before + 1);
  });

  it('wants to be told all once more when that is called for', async () => {
    const before = heard.length;
    round += 1;
    connections.abort();
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(before + 1);
  });

  it('reaches a peer whose node is frozen and whose sidecar answers: that one says so itself', async () => {
    node.mute(true);
    const before = found.length;
    await expect.poll(() => found.length - before, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(new Set(found.slice(before))).toEqual(new Set(['reached']));
  });
});
