import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClusterLayout, planNodes } from './plan.ts';

const base = { numTokens: 1, addressBlock: '127.0.0' };
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const racks = fc.dictionary(name, fc.integer({ min: 1, max: 3 }), { minKeys: 1, maxKeys: 3 });
const layouts: fc.Arbitrary<ClusterLayout> = fc.dictionary(name, racks, { minKeys: 1, maxKeys: 3 });

test('every node of a layout has its own name, address and tokens', () => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 1, max: 16 }), (layout, numTokens) => {
      const nodes = planNodes({ layout, numTokens, addressBlock: '127.1.2' });
      const total = Object.values(layout)
        .flatMap(Object.values)
        .reduce((sum: number, count: number) => sum + count, 0);
      expect(nodes).toHaveLength(total);
      expect(new Set(nodes.map(({ name }) => name)).size).toBe(total);
      expect(new Set(nodes.map(({ address }) => address)).size).toBe(total);
      const tokens = nodes.flatMap((node) => node.tokens);
      expect(new Set(tokens).size).toBe(total * numTokens);
      for (const text of tokens) expect(BigInt(text) > -(2n ** 63n) && BigInt(text) < 2n ** 63n).toBe(true);
    }),
  );
});

test('every rack gets as many nodes as the layout says', () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      const counts: Record<string, Record<string, number>> = {};
      for (const { datacenter, rack } of planNodes({ ...base, layout })) {
        const racksOf = (counts[datacenter] ??= {});
        racksOf[rack] = (racksOf[rack] ?? 0) + 1;
      }
      expect(counts).toEqual({ ...layout });
    }),
  );
});

test('the nodes of one datacenter share the ring evenly', () => {
  const tokens = planNodes({ ...base, nodes: 4 }).map((node) => BigInt(node.tokens[0] as string));
  const gaps = tokens.map((token, at) => BigInt.asUintN(64, (tokens[(at + 1) % 4] as bigint) - token));
  expect(gaps).toEqual([2n ** 62n, 2n ** 62n, 2n ** 62n, 2n ** 62n]);
});

test('racks take turns around the ring', () => {
  const nodes = planNodes({ ...base, layout: { dc1: { a: 2, b: 2 } } });
  expect(nodes.map(({ rack }) => rack)).toEqual(['a', 'b', 'a', 'b']);
});

test.each([
  [{ nodes: 0 }, '0 is not a number of nodes'],
  [{ nodes: -1 }, '-1 is not a number of nodes'],
  [{ nodes: 1.5 }, '1.5 is not a number of nodes'],
  [{ nodes: 65 }, 'at most 64'],
  [{ layout: {} }, 'no node'],
  [{ layout: { dc1: { rack1: 0 } } }, 'no node'],
  [{ layout: { 'dc 1': { rack1: 1 } } }, 'letters, digits'],
  [{ layout: { dc1: { rack1: 1 } }, nodes: 1 }, 'not both'],
  [{ nodes: 1, numTokens: 0 }, '0 is not a number of tokens'],
])('%j is refused with a sentence that says why', (options, message) => {
  const attempt = (): unknown => planNodes({ ...base, ...options });
  expect(attempt).toThrow(OpsError);
  expect(attempt).toThrow(message);
});
