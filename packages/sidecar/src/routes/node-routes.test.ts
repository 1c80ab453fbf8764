import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OverSimulation, startOverSimulation, wire } from '../testing/simulated-sidecar.ts';

const C = '/api/v1/cassandra';
let backed: OverSimulation;
beforeEach(async () => {
  backed = await startOverSimulation();
});
afterEach(() => backed.sidecar.stop(0));

async function put(path: string, body: unknown): Promise<{ readonly status: number; readonly json: unknown }> {
  const headers = { 'content-type': 'application/json' };
  return wire(backed.sidecar, C + path, { method: 'PUT', headers, body: JSON.stringify(body) });
}

it('PUT native closes the CQL port and opens it, in any case of the words', async () => {
  expect(await put('/native', { state: 'STOP' })).toMatchObject({ status: 200, json: { status: 'OK' } });
  expect(backed.node.servesClients).toBe(false);
  expect(await put('/native', { state: 'start' })).toMatchObject({ status: 200 });
  expect(backed.node.servesClients).toBe(true);
});

it('PUT gossip takes the node out of gossip, which its health then tells with 200', async () => {
  expect(await put('/gossip', { state: 'stop' })).toMatchObject({ status: 200, json: { status: 'OK' } });
  expect(await wire(backed.sidecar, `${C}/gossip/__health`)).toMatchObject({ status: 200, json: { status: 'NOT_OK' } });
  expect(await put('/gossip', { state: 'Start' })).toMatchObject({ status: 200 });
  expect(await wire(backed.sidecar, `${C}/gossip/__health`)).toMatchObject({ status: 200, json: { status: 'OK' } });
});

it('PUT native and gossip take nothing but start and stop, and then touch nothing', async () => {
  for (const path of ['/native', '/gossip'])
    for (const body of [{ state: 'restart' }, { state: true }, {}, [], 'stop'])
      expect(await put(path, body)).toMatchObject({ status: 400, json: { error: 'INVALID_ARGUMENT' } });
  expect(backed.node.calls).toEqual([]);
});

it('what a node refuses in its state is a conflict', async () => {
  await wire(backed.sidecar, `${C}/operations/drain`, { method: 'PUT' });
  expect(await put('/native', { state: 'start' })).toMatchObject({ status: 409, json: { error: 'NODE_REFUSED' } });
  expect(await put('/gossip', { state: 'stop' })).toMatchObject({ status: 409, json: { error: 'NODE_REFUSED' } });
});

it('the statistics of a table are not those of a keyspace of the system, and name the near miss', async () => {
  expect((await wire(backed.sidecar, `${C}/keyspaces/system/tables/local/stats`)).status).toBe(403);
  const { status, json } = await wire(backed.sidecar, `${C}/keyspaces/orders/tables/evnts/stats`);
  expect([status, json]).toEqual([404, expect.objectContaining({ remedy: 'Did you mean events?' })]);
});
