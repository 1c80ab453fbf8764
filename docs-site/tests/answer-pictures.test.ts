import { describe, expect, it } from 'vitest';
import { readSequence, tellSequence } from '../src/components/answer-picture/steps';
import { tell } from '../src/live/partition-size/tell';
import { picture } from '../src/live/partition-size/picture';

describe('readSequence()', () => {
  const lanes = 'client | node1';

  it('reads messages, those that are lost, and what a node does by itself', () => {
    const plan = readSequence(lanes, 'client > node1: INSERT: now | node1: keeps it | node1 x> client: done');
    expect(plan.steps).toEqual([
      { kind: 'message', from: 0, to: 1, text: 'INSERT: now', arrives: true },
      { kind: 'deed', at: 1, text: 'keeps it' },
      { kind: 'message', from: 1, to: 0, text: 'done', arrives: false },
    ]);
    expect(tellSequence(plan)).toBe('client to node1: INSERT: now. node1: keeps it. node1 to client: done (does not arrive).');
  });

  it.each(['client > node2: x', 'node3: x', 'client > client: x', 'client > node1', 'client > node1:'])('refuses the step %j', (step) => {
    expect(() => readSequence(lanes, step)).toThrow(`No step of this picture: "${step}"`);
  });
});

it('the picture of partitions says why there are no cells where every column is part of the key', () => {
  const keysOnly = 'test text(16) partition, customer bigint clustering';
  const state = { rows: 86_400, days: 1, columns: keysOnly };
  expect(tell(state, picture.model(state))).toContain('Every column is part of the key, so there are no cells.');
});
