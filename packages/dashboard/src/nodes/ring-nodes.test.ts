import { expect, it } from 'vitest';
import type { Observation } from '../live/observation.ts';
import { ringNodes } from './ring-nodes.ts';

const entry = (address: string, token: string, status: 'Up' | 'Down' = 'Up'): Observation['ring'][number] => ({
  datacenter: 'dc1',
  address,
  port: 7000,
  rack: 'r1',
  status,
  state: 'Normal',
  load: '?',
  owns: '?',
  token,
  fqdn: address,
  hostId: 'Unknown',
});

it('ringNodes() gathers the tokens of a node and orders addresses as numbers', () => {
  const nodes = ringNodes([entry('127.0.0.10', '5', 'Down'), entry('127.0.0.2', '-9223372036854775807'), entry('127.0.0.2', '7')]);
  expect(nodes.map(({ id, tokens, alive }) => [id, tokens, alive])).toEqual([
    ['127.0.0.2', [-9223372036854775807n, 7n], true],
    ['127.0.0.10', [5n], false],
  ]);
});
