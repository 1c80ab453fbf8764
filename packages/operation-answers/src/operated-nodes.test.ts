import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { simulateCluster } from '@ringside/simulated-cluster';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OperableInstance, operatedNodes } from './operated-nodes.ts';

const { control, cql } = simulateCluster().node('node1');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'operated-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** An instance at a port where nobody listens. */
function instance(id: number, lifecycle: OperableInstance['lifecycle']): OperableInstance {
  return { id, host: '127.0.0.1', port: 1, lifecycle, cql, control, reads: control };
}

const COMMANDS = { startCommand: ['true'], stopCommand: ['true'] };

describe('operatedNodes()', () => {
  it('knows each instance by its own name, and keeps a journal of each', async () => {
    const [first, second] = [instance(1, COMMANDS), instance(2, { unit: 'cassandra@2' })];
    const nodeOf = operatedNodes([first, second], { directory, clock: systemClock });
    expect(nodeOf(first)).toBe(nodeOf(first));
    expect(await nodeOf(first).endpoint()).toBe('127.0.0.1:7000');
    await nodeOf(first).journal.write({ operation: 'an-id', node: '127.0.0.1:7000', phase: 'stopping' });
    expect(await nodeOf(first).journal.read()).toMatchObject({ operation: 'an-id' });
    expect(await nodeOf(second).journal.read()).toBeUndefined();
    expect(existsSync(join(directory, 'instance-1.json'))).toBe(true);
  });

  it('sees that no process takes CQL where nobody listens', async () => {
    const first = instance(1, COMMANDS);
    expect(await operatedNodes([first], { directory, clock: systemClock })(first).process.look()).toMatchObject({ state: 'gone' });
  });

  it('refuses at once an instance that nothing says how to stop, and what is no unit', () => {
    expect(() => operatedNodes([instance(1, undefined)], { directory, clock: systemClock })).toThrow('Nothing says how the node');
    expect(() => operatedNodes([instance(1, { unit: '--force' })], { directory, clock: systemClock })).toThrow(
      'is not the name of a systemd unit',
    );
  });
});
