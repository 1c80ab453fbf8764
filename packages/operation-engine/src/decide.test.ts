import { begun, type Operation, type OperationStep } from '@ringside/operations';
import { describe, expect, it } from 'vitest';
import { decideStep, endingOf, victimsOf } from './decide.ts';

const BATCHES = [['a', 'b'], ['c']];

/** An operation on three nodes, of which these steps are otherwise than at its beginning. */
function operation(steps: Readonly<Record<string, Partial<OperationStep>>> = {}, over: Partial<Operation> = {}): Operation {
  const created = begun({ id: 'x', kind: 'restart', batches: BATCHES, levels: {}, requestedBy: 'me', reason: null, requestedAtMs: 0 });
  return { ...created, steps: created.steps.map((step) => Object.assign({}, step, steps[step.node])), ...over };
}

function decided(node: string, of: Operation): string {
  return decideStep(of, of.steps.find((step) => step.node === node) as OperationStep, 'me');
}

describe('decideStep()', () => {
  it('begins with all nodes of a batch, and with no other before they are done', () => {
    expect(['a', 'b', 'c'].map((node) => decided(node, operation()))).toEqual(['claim', 'claim', 'nothing']);
    expect(decided('c', operation({ a: { phase: 'done' }, b: { phase: 'settling' } }))).toBe('nothing');
    expect(decided('c', operation({ a: { phase: 'done' }, b: { phase: 'done' } }))).toBe('claim');
  });

  it.each([
    ['paused', { intent: 'pause' }],
    ['being cancelled', { intent: 'cancel' }],
    ['one in which a node has failed', { problem: 'b: it did not start' }],
    ['over', { state: 'failed' }],
  ] as const)('begins with no node of an operation that is %s', (_, over) => {
    expect(decided('a', operation({}, over))).toBe('nothing');
  });

  it('goes on with its own step whatever is wanted meanwhile, and adopts the step of an earlier life', () => {
    const mine = operation({ a: { phase: 'starting', owner: 'me' } }, { intent: 'cancel', problem: 'b: it did not start' });
    expect(decided('a', mine)).toBe('work');
    expect(decided('a', operation({ a: { phase: 'stopping', owner: 'somebody' } }))).toBe('adopt');
    expect(decided('a', operation({ a: { phase: 'settling', owner: 'me' } }))).toBe('work');
  });
});

describe('victimsOf()', () => {
  it('counts all of a batch that are not back yet', () => {
    expect(victimsOf(operation({ a: { phase: 'done' }, b: { phase: 'starting' } }))).toEqual(['b']);
    expect(victimsOf(operation())).toEqual(['a', 'b']);
  });
});

describe('endingOf()', () => {
  const DONE = { phase: 'done' } as const;

  it('waits for every node that is under way, whatever is wanted', () => {
    expect(endingOf(operation({ a: { phase: 'stopping' } }, { intent: 'cancel' }))).toBeUndefined();
    expect(endingOf(operation({ a: { phase: 'settling' } }, { problem: 'b' }))).toBeUndefined();
    expect(endingOf(operation({ a: DONE, b: DONE }))).toBeUndefined();
    expect(endingOf(operation({}, { intent: 'pause' }))).toBeUndefined();
  });

  it('tells how it ends when nothing is under way', () => {
    expect(endingOf(operation({ a: DONE, b: DONE, c: DONE }, { intent: 'cancel' }))).toBe('succeeded');
    expect(endingOf(operation({ a: DONE }, { intent: 'cancel' }))).toBe('cancelled');
    expect(endingOf(operation({ a: { phase: 'failed' } }, { problem: 'a', intent: 'cancel' }))).toBe('failed');
    expect(endingOf(operation({}, { state: 'failed', problem: 'a' }))).toBeUndefined();
  });
});
