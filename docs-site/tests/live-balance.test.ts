import { describe, expect, it } from 'vitest';
import { stateOfOptions } from '../src/live/frame/state';
import { picture } from '../src/live/vnode-balance/picture';
import { allocatedRing, balanceOf } from '../src/live/vnode-balance/rings';
import { ALLOCATED, NODES, TOKENS } from '../src/live/vnode-balance/sizes';
import type { BalanceState } from '../src/live/vnode-balance/state';
import recorded from '../src/recorded/allocation.json';

const initial = stateOfOptions(picture, {}) as BalanceState;
const model = (parts: Partial<BalanceState>) => picture.model({ ...initial, ...parts });
const told = (parts: Partial<BalanceState>): string => picture.tell({ ...initial, ...parts }, model(parts));

describe('the picture of balance', () => {
  it('has the recorded allocation of every ring that it promises one for', () => {
    expect(Object.keys(recorded).toSorted()).toEqual(ALLOCATED.map(({ nodes, tokens }) => `${nodes}x${tokens}`).toSorted());
    for (const [size, { shares }] of Object.entries(recorded)) expect(shares).toHaveLength(Number(size.split('x')[0]));
  });

  it('has recorded what the ring package works out, wherever that is quick', () => {
    for (const size of ALLOCATED.filter(({ nodes, tokens }) => nodes * tokens <= 96)) {
      const { shares, neighbours } = balanceOf(allocatedRing(size));
      const kept = recorded[`${size.nodes}x${size.tokens}` as keyof typeof recorded];
      expect(kept.neighbours).toBeCloseTo(neighbours, 3);
      for (const [at, share] of shares.entries()) expect(kept.shares[at]).toBeCloseTo(share, 3);
    }
  });

  it('gives every ring shares whose mean is the fair one, random tokens the same for the same seed', () => {
    const { random } = model({ nodes: 24, tokens: 8 });
    expect(random.shares.reduce((sum, share) => sum + share, 0) / 24).toBeCloseTo(1);
    expect(model({ nodes: 24, tokens: 8 }).random).toEqual(random);
    expect(model({ nodes: 24, tokens: 8, seed: 2 }).random).not.toEqual(random);
  });

  it('shows that allocation is more even than chance, and that more tokens cost availability', () => {
    for (const tokens of [4, 8, 16, 32]) {
      const { random, allocated } = model({ nodes: 24, tokens });
      expect(allocated?.shares[0]).toBeLessThan(random.shares[0] ?? 0);
    }
    const outages = model({ nodes: 96 }).outages.map((each) => each.model.outagesPerCentury);
    expect(outages).toEqual(outages.toSorted((a, b) => a - b));
    expect(outages.at(-1)).toBeCloseTo(2.99, 2);
  });

  it('tells it in words, also where no allocation is recorded', () => {
    expect(told({})).toMatch(
      /^48 nodes in three racks with 16 tokens each, three replicas\. With random tokens the fullest node holds \d\.\d\d times/,
    );
    expect(told({})).toContain('With allocated tokens the fullest node holds 1.03 times its fair share');
    expect(told({ nodes: 96, tokens: 256 })).toContain('Allocation is not drawn for more than 3,072 tokens in all');
    for (const nodes of NODES)
      for (const tokens of TOKENS.slice(0, 4)) expect(told({ nodes, tokens })).not.toMatch(/NaN|undefined|Infinity/);
  });
});
