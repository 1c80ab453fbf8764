import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Clock, throwIfAborted } from '@ringside/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ClusterWatch, watchCluster } from './cluster-watch.ts';
import type { Member } from './members.ts';
import { type FakeNode, startFakeNode } from './testing/fake-node.ts';

/** Half an hour of the own node alone, which is looked at twice a second; others are asked more than twice as often. */
const LOOKS = 3_600;
const WARM_LOOKS = 1_200;
/** More than what a full collection leaves behind by chance, less than 100 bytes for each question and look. */
const MOST_GROWTH_BYTES = 800_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Nobody waits: time goes on by as much as was asked for, as soon as all that is ready has run. */
function hurryingClock(): Clock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: async (durationMs, signal) => {
      await setImmediate();
      throwIfAborted(signal, 'A pause');
      nowMs += durationMs;
    },
  };
}

let node: FakeNode;
let watch: ClusterWatch;
let asked: number;
let named: Set<string>;

beforeEach(async () => {
  node = await startFakeNode();
  [asked, named] = [0, new Set()];
  const memberAt = (address: string): Member => {
    return { address, port: 7_000, nativeAddress: '127.0.0.1', nativePort: node.port, status: 'Up' };
  };
  let round = 0;
  /** Itself, two that stay for two readings, and one that is down each third time. */
  const members = async (): Promise<readonly Member[]> => {
    round += 1;
    const addresses = ['10.0.0.1', ...[0, 1].map((back) => `10.1.${((round - back) >> 8) & 255}.${(round - back) & 255}`)];
    for (const address of addresses) named.add(address);
    const status = round % 3 === 0 ? 'Down' : 'Up';
    return [...addresses.map((address) => memberAt(address)), { ...memberAt('10.0.0.2'), status }];
  };
  /** Each answer is from another life, and tells what is new. */
  const fetch = async (url: URL | string | Request): Promise<Response> => {
    asked += 1;
    await setImmediate();
    const observer = `${new URL(url instanceof Request ? url.url : url).hostname}:7000`;
    const row = {
      observer,
      about: observer,
      kind: 'node',
      finding: asked % 2 === 0 ? 'up' : 'silent',
      epoch: asked,
      sequence: 1,
      ageMs: 0,
    };
    return Response.json({ cursor: `1-${asked}`, observer, epoch: asked, observations: [row] });
  };
  watch = watchCluster({
    clock: hurryingClock(),
    nodes: [{ host: '127.0.0.1', port: node.port, askControl: async () => undefined, endpoint: async () => '10.0.0.1:7000', members }],
    access: { listening: () => ({ scheme: 'http', port: 9_043 }), sidecars: [], token: undefined, readTls: undefined, fetch },
  });
});

afterEach(async () => {
  watch.stop();
  await node.kill();
});

async function heapAfter(looks: number): Promise<number> {
  while (node.asked < looks) {
    await setImmediate();
    // Somebody asks it for news, too, and leaves.
    await watch.news(undefined, 0, new AbortController().signal);
  }
  collect();
  await setImmediate();
  collect();
  return process.memoryUsage().heapUsed;
}

it(
  'thousands of looks and questions, with members that come, go and restart, take no more memory than the first third of them',
  { timeout: 120_000 },
  async () => {
    const before = await heapAfter(WARM_LOOKS);
    const after = await heapAfter(LOOKS);
    expect(asked).toBeGreaterThan(LOOKS);
    expect(named.size).toBeGreaterThan(500);
    expect(after - before).toBeLessThan(MOST_GROWTH_BYTES);
    const { observations } = await watch.news(undefined, 0, new AbortController().signal);
    expect(observations.length).toBeLessThan(50);
  },
);
