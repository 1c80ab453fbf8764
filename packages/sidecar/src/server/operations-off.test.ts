import { createMemoryStore } from '@ringside/operations';
import { afterEach, describe, expect, it } from 'vitest';
import { startSimulatedSidecar, type SimulatedSidecar } from '../testing.ts';
import { goodRequest, goodTarget } from '../testing/example-requests.ts';
import { OPERATION_ROUTES } from '../testing/real-routes.ts';
import { wire } from '../testing/simulated-sidecar.ts';

let sidecar: SimulatedSidecar | undefined;

afterEach(async () => await sidecar?.close());

describe('a sidecar without operations.enabled', () => {
  it.each(OPERATION_ROUTES)('answers %s with 501, and with what to set', async (id) => {
    sidecar = await startSimulatedSidecar();
    const { status, json } = await wire(sidecar, goodTarget(id), goodRequest(id));
    expect([status, json]).toEqual([
      501,
      expect.objectContaining({ error: 'OPERATIONS_OFF', remedy: expect.stringContaining('operations.enabled') as string }),
    ]);
  });
});

describe('a sidecar that takes part in operations', () => {
  it('stops and starts its node as it is asked: 202 first, 200 when it is there, and the same request again is no error', async () => {
    sidecar = await startSimulatedSidecar({ operations: createMemoryStore() });
    const { url, node } = sidecar;
    const put = async (state: string): Promise<readonly [number, unknown]> => {
      const headers = { 'content-type': 'application/json' };
      const { status, json } = await wire({ url }, '/api/v1/cassandra/lifecycle', {
        method: 'PUT',
        headers,
        body: JSON.stringify({ state }),
      });
      return [status, json];
    };
    expect(await put('stop')).toEqual([
      202,
      expect.objectContaining({ current_state: 'RUNNING', desired_state: 'STOPPED', status: 'CONVERGING' }),
    ]);
    expect(await put('STOP')).toEqual([200, expect.objectContaining({ current_state: 'STOPPED', status: 'CONVERGED' })]);
    expect(node.running).toBe(false);
    expect((await put('start'))[0]).toBe(202);
    expect((await put('start'))[0]).toBe(200);
  });
});
