import { describe, expect, test } from 'vitest';
import { begun, currentBatch, isUnderWay, type NewOperation, type Operation, type OperationStep, type StepPhase } from './operation.ts';

const BATCHES = [['a', 'b'], ['c'], ['d', 'e']];
const NEW: NewOperation = {
  id: 'c232ab00-9414-11ec-b3c8-9f6bdeced846',
  kind: 'restart',
  batches: BATCHES,
  levels: { shop: 'QUORUM' },
  requestedBy: 'eva',
  reason: null,
  requestedAtMs: 7,
};

/** The operation when these nodes are in a phase, and the others pending. */
function withNodes(nodes: readonly string[], phase: StepPhase): Operation {
  const operation = begun(NEW);
  const changed = (step: OperationStep): OperationStep => (nodes.includes(step.node) ? { ...step, phase } : step);
  return { ...operation, steps: operation.steps.map(changed) };
}

describe('begun()', () => {
  test('runs, with a step that nobody has begun for each node, in the order of the batches', () => {
    const operation = begun(NEW);
    expect(operation).toMatchObject({ ...NEW, intent: 'run', state: 'running', problem: null, endedAtMs: null });
    expect(operation.steps.map(({ node }) => node)).toEqual(BATCHES.flat());
    const stepOf = (node: string): OperationStep => ({ node, phase: 'pending', owner: null, epoch: 0, sentence: null, changedAtMs: 7 });
    expect(operation.steps).toEqual(BATCHES.flat().map(stepOf));
  });
});

describe('currentBatch()', () => {
  test('is the first batch at first, and moves on only when each of its nodes is done', () => {
    const seen = BATCHES.flat().map((_, count) => currentBatch(withNodes(BATCHES.flat().slice(0, count), 'done')));
    expect(seen).toEqual([['a', 'b'], ['a', 'b'], ['c'], ['d', 'e'], ['d', 'e']]);
  });

  test('is none when all nodes are done, and where there are none', () => {
    expect(currentBatch(withNodes(BATCHES.flat(), 'done'))).toEqual([]);
    expect(currentBatch({ batches: [], steps: [] })).toEqual([]);
  });

  test.each<StepPhase>(['pending', 'repairing', 'stopping', 'starting', 'settling', 'failed'])(
    'stays while one of its nodes is %s',
    (phase) => {
      const operation = withNodes(['b'], phase);
      const done = operation.steps.map((step) => (step.node === 'b' ? step : { ...step, phase: 'done' as const }));
      expect(currentBatch({ ...operation, steps: done })).toEqual(['a', 'b']);
    },
  );

  test('does not count a node whose step is missing as done', () => {
    const { steps } = withNodes(['a', 'b'], 'done');
    expect(currentBatch({ batches: BATCHES, steps: steps.filter(({ node }) => node !== 'b') })).toEqual(['a', 'b']);
  });
});

test.each<readonly [StepPhase, boolean]>([
  ['pending', false],
  ['repairing', true],
  ['stopping', true],
  ['starting', true],
  ['settling', true],
  ['done', false],
  ['failed', false],
])('something is done with a node that is %s: %s', (phase, expected) => {
  expect(isUnderWay({ phase })).toBe(expected);
});
