import { expect, it } from 'vitest';
import { observed } from '../testing/observed.ts';
import { ringNodes } from './ring-nodes.ts';

it('ringNodes() gathers the tokens of a node, orders addresses as numbers, and believes the verdict rather than gossip', () => {
  const { nodes, ring } = observed({ nodes: [{ address: '127.0.0.10' }, { address: '127.0.0.2', state: 'dead' }] });
  const [tenth, second] = ring;
  if (tenth === undefined || second === undefined) throw new Error('there are two');
  const entries = [
    { ...tenth, token: '5' },
    { ...second, token: '-9223372036854775807', status: 'Up' as const },
    { ...second, token: '7' },
  ];
  expect(ringNodes({ ring: entries, nodes }).map(({ id, tokens, alive }) => [id, tokens, alive])).toEqual([
    ['127.0.0.2:7000', [-9223372036854775807n, 7n], false],
    ['127.0.0.10:7000', [5n], true],
  ]);
});
