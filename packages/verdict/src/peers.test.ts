import { describe, expect, it } from 'vitest';
import { createPeers, peersOf } from './peers.ts';

const NONE = (): boolean => false;
const many = Array.from({ length: 1_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}:7000`);

describe('peersOf()', () => {
  it.each([0, 1, 2, 3, 4])('are all %i others', (others) => {
    const all = many.slice(0, others + 1);
    expect(peersOf(all[0]!, all, NONE).toSorted()).toEqual(all.slice(1).toSorted());
  });

  it('are ⌈log₂ n⌉ of 1,000, each is listened to by as many, and news reach all in as many hops', () => {
    const peers = createPeers(many);
    const listeners = new Map(many.map((name) => [name, 0]));
    for (const name of many) for (const peer of peers(name, NONE)) listeners.set(peer, (listeners.get(peer) ?? 0) + 1);
    expect(new Set(listeners.values())).toEqual(new Set([10]));
    const hops = new Map([[many[0]!, 0]]);
    for (const [from, hop] of hops) for (const to of peers(from, NONE)) if (!hops.has(to)) hops.set(to, hop + 1);
    expect(hops.size).toBe(1_000);
    expect(Math.max(...hops.values())).toBeLessThanOrEqual(10);
  });

  it('are the same whatever the order in which the others are known', () => {
    expect(peersOf(many[3]!, many.toReversed(), NONE)).toEqual(peersOf(many[3]!, many, NONE));
  });

  it('keep those that are lost, with at most two that stand in for each', () => {
    const [self] = many as [string];
    const usual = peersOf(self, many, NONE);
    const lost = new Set(usual);
    const now = peersOf(self, many, (name) => lost.has(name));
    expect(usual.every((name) => now.includes(name))).toBe(true);
    expect(now.length).toBeGreaterThan(usual.length);
    expect(peersOf(self, many, () => true).length).toBeLessThanOrEqual(3 * usual.length);
  });

  it('are not the neighbours in a rack: those next by address are spread', () => {
    const [self] = many as [string];
    const rack = new Set(many.slice(1, 40));
    expect(peersOf(self, many, NONE).filter((name) => rack.has(name)).length).toBeLessThan(3);
  });
});
