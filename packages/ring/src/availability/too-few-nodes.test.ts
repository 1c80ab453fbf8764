import { expect, it } from 'vitest';
import { hasTooFewNodes, type RangeReplicas } from './too-few-nodes.ts';

const range = (replicas: number, live: number, state: RangeReplicas['state']): RangeReplicas => {
  return { replicas: Array.from({ length: replicas }), live: Array.from({ length: live }), state };
};

it.each([
  ['one node of three that are asked for', [range(1, 1, 'unavailable')], true],
  ['two nodes of three', [range(2, 2, 'underReplicated'), range(2, 2, 'underReplicated')], true],
  ['all that are asked for', [range(3, 3, 'available')], false],
  ['one that is down', [range(3, 2, 'underReplicated'), range(3, 3, 'available')], false],
  ['too few, and one of them down', [range(2, 1, 'unavailable'), range(2, 2, 'underReplicated')], false],
  ['no ranges', [], false],
] as const)('hasTooFewNodes() of %s', (_, ranges, expected) => {
  expect(hasTooFewNodes(ranges)).toBe(expected);
});
