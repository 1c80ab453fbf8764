import { nodeControlErrors, type NodeProcess, type ProcessState } from '@ringside/node-control';
import type { JournalEntry } from '@ringside/operations';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { createLifecycle } from './lifecycle.ts';
import type { OperatedNode } from './parts.ts';
import { memoryJournal } from './testing/simulated-nodes.ts';

const ENTRY: JournalEntry = { operation: 'an-id', node: '127.0.0.1:7000', phase: 'starting' };

/** A node whose starts and stops end when the test says. */
function slowNode(state: ProcessState, entry?: JournalEntry) {
  const calls: string[] = [];
  const process = { state, calls, end: async (_to: ProcessState, _error?: Error): Promise<void> => undefined };
  const change = (verb: string) => async (): Promise<void> => {
    calls.push(verb);
    await new Promise<void>((resolve, reject) => {
      process.end = async (to, error) => {
        process.state = to;
        if (error === undefined) resolve();
        else reject(error);
        await new Promise((next) => setImmediate(next));
      };
    });
  };
  const look: NodeProcess['look'] = async () => ({ state: process.state, pid: 1, sentence: `It is ${process.state}.` });
  const node: OperatedNode = {
    endpoint: async () => undefined,
    process: { look, start: change('start'), stop: change('stop') },
    repair: simulateCluster().node('node1').control,
    journal: memoryJournal(entry),
  };
  return { node, process };
}

const lifecycle = createLifecycle({ nowMs: () => 0 });

describe('the lifecycle of a node', () => {
  it('is told before anything was asked', async () => {
    const { node } = slowNode('up');
    expect(await lifecycle.look(node)).toEqual({
      current_state: 'RUNNING',
      desired_state: 'UNKNOWN',
      status: 'UNDEFINED',
      last_update: 'It is up.',
    });
  });

  it('has converged where the node is as it is asked to be, and nothing is done', async () => {
    const { node, process } = slowNode('gone');
    expect(await lifecycle.bring(node, 'STOPPED')).toMatchObject({ current_state: 'STOPPED', status: 'CONVERGED' });
    expect(process.calls).toEqual([]);
  });

  it('converges while the node is stopped, however often that is asked for, and has then', async () => {
    const { node, process } = slowNode('up');
    for (let asked = 0; asked < 3; asked += 1)
      expect(await lifecycle.bring(node, 'STOPPED')).toMatchObject({ current_state: 'RUNNING', status: 'CONVERGING' });
    expect(process.calls).toEqual(['stop']);
    await process.end('gone');
    expect(await lifecycle.bring(node, 'STOPPED')).toMatchObject({
      current_state: 'STOPPED',
      desired_state: 'STOPPED',
      status: 'CONVERGED',
    });
    expect(process.calls).toEqual(['stop']);
  });

  it('refuses the other state meanwhile', async () => {
    const { node, process } = slowNode('gone');
    await lifecycle.bring(node, 'RUNNING');
    await expect(lifecycle.bring(node, 'STOPPED')).rejects.toMatchObject({ code: 'NODE_REFUSED', httpStatus: 409 });
    await process.end('up');
    expect(await lifecycle.bring(node, 'STOPPED')).toMatchObject({ status: 'CONVERGING' });
  });

  it('has diverged after a start that failed, says why, and starts again when asked', async () => {
    const { node, process } = slowNode('gone');
    await lifecycle.bring(node, 'RUNNING');
    await process.end('gone', nodeControlErrors.PROCESS_NOT_STARTED({ message: 'its disk is full' }));
    expect(await lifecycle.look(node)).toMatchObject({ status: 'DIVERGED', last_update: expect.stringContaining('its disk is full') });
    await lifecycle.bring(node, 'RUNNING');
    expect(process.calls).toEqual(['start', 'start']);
  });

  it('has diverged where a node that was started ended by itself', async () => {
    const { node, process } = slowNode('gone');
    await lifecycle.bring(node, 'RUNNING');
    await process.end('up');
    process.state = 'gone';
    expect(await lifecycle.look(node)).toMatchObject({ current_state: 'STOPPED', desired_state: 'RUNNING', status: 'DIVERGED' });
  });

  it('is left to an operation that has begun with the node', async () => {
    const { node, process } = slowNode('gone', ENTRY);
    await expect(lifecycle.bring(node, 'RUNNING')).rejects.toMatchObject({
      code: 'OPERATION_ACTIVE',
      message: expect.stringContaining('an-id'),
    });
    expect(process.calls).toEqual([]);
  });
});
