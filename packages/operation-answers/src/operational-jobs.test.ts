import { begun, type OperationState, STEP_PHASES, type StepPhase } from '@ringside/operations';
import { describe, expect, it } from 'vitest';
import { jobOf } from './operational-jobs.ts';

const NODES = ['127.0.0.1:7000', '127.0.0.2:7000'];
const HOST_IDS = new Map(NODES.map((node, index) => [node, `d0e5c0de-0000-4000-8000-00000000000${index}`]));
const OPERATION = begun({
  id: '4e3b5a10-7c1d-11f0-9d2a-0242ac120002',
  kind: 'restart',
  batches: NODES.map((node) => [node]),
  levels: {},
  requestedBy: 'otto',
  reason: 'a new heap',
  requestedAtMs: 1_767_225_600_000,
});

function running(first: StepPhase, owner: string | null = 'a life') {
  const [step, ...rest] = OPERATION.steps;
  if (step === undefined) throw new Error('No step');
  return { ...OPERATION, steps: [{ ...step, phase: first, owner, changedAtMs: 1_767_225_690_000 }, ...rest] };
}

describe('jobOf()', () => {
  it('says when it was asked for and last changed, and what is the matter with it, not why it was asked for', () => {
    expect(jobOf(running('stopping'), HOST_IDS)).toEqual({
      jobId: OPERATION.id,
      jobStatus: 'RUNNING',
      operation: 'restart',
      startTime: '2026-01-01T00:00:00.000Z',
      nodesPending: [HOST_IDS.get(NODES[1] ?? '')],
      nodesExecuting: [HOST_IDS.get(NODES[0] ?? '')],
      nodesSucceeded: [],
      nodesFailed: [],
      lastUpdate: '2026-01-01T00:01:30.000Z',
    });
    expect(jobOf({ ...OPERATION, problem: 'node1 does not start' }, HOST_IDS).reason).toBe('node1 does not start');
  });

  it.each([
    ['CREATED', 'running', 'pending', null],
    ['RUNNING', 'running', 'pending', 'a life'],
    ['RUNNING', 'running', 'done', null],
    ['SUCCEEDED', 'succeeded', 'done', null],
    ['FAILED', 'failed', 'failed', null],
    ['FAILED', 'cancelled', 'done', null],
  ] as const)('is %s of one that is %s, whose first node is %s and is held by %s', (status, state: OperationState, phase, owner) => {
    expect(jobOf({ ...running(phase, owner), state }, HOST_IDS).jobStatus).toBe(status);
  });

  it('has each node in one list, whatever its phase; none where host ids are not known, or not all of them', () => {
    const counts = STEP_PHASES.map((phase) => {
      const { nodesPending, nodesExecuting, nodesSucceeded, nodesFailed } = jobOf(running(phase), HOST_IDS);
      return [nodesPending, nodesExecuting, nodesSucceeded, nodesFailed].flat().length;
    });
    expect(new Set(counts)).toEqual(new Set([2]));
    expect(jobOf(OPERATION, undefined)).not.toHaveProperty('nodesPending');
    expect(jobOf(OPERATION, new Map([...HOST_IDS].slice(1)))).not.toHaveProperty('nodesExecuting');
  });
});
