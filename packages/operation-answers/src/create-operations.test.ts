import type { RestartRequest } from '@ringside/api';
import { createMemoryStore, newTimeUuid, operationErrors, type OperationStore } from '@ringside/operations';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { afterEach, describe, expect, it } from 'vitest';
import { type Operations, createOperations } from './create-operations.ts';
import { optionsOf, type Simulated } from './testing/simulated-nodes.ts';

const KEYSPACES = { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' } } };
const NODES = ['127.0.0.1:7000', '127.0.0.2:7000', '127.0.0.3:7000'];

type Answer = { readonly body: unknown; readonly status?: number };

interface Part {
  readonly cluster: SimulatedCluster;
  readonly operations: Operations<Simulated>;
  readonly ask: (route: keyof Operations<Simulated>['handlers'], over?: object) => Promise<unknown>;
  /** What was done to processes. */
  readonly changes: readonly string[];
  readonly restart: (body?: RestartRequest, over?: object) => Promise<unknown>;
}

const parts: Part[] = [];

/** A sidecar beside all nodes of a cluster, which takes part in operations where there is a store. */
function part(store: OperationStore | undefined, cluster: SimulatedCluster = simulateCluster({ keyspaces: KEYSPACES })): Part {
  const changes: string[] = [];
  const options = optionsOf(cluster, store, changes);
  const operations = createOperations(options);
  operations.start();
  const ask: Part['ask'] = async (route, over = {}) => {
    const context = { params: {}, instance: options.instances[0], signal: new AbortController().signal, ...over };
    const handler = operations.handlers[route] as unknown as (of: object) => Promise<Answer>;
    return (await handler(context)).body;
  };
  const made = { cluster, operations, ask, changes, restart: async (body = {}, over = {}) => await ask('restartNodes', { body, ...over }) };
  parts.push(made);
  return made;
}

afterEach(async () => {
  for (const { operations, cluster } of parts.splice(0)) {
    const stopped = operations.stop();
    await cluster.clock.advance(5_000);
    await stopped;
  }
});

describe('a sidecar that takes no part in operations', () => {
  it('says so on each of their routes, and which settings it takes', async () => {
    const { ask } = part(undefined);
    const id = { params: { operationId: '' } };
    const asked = [
      ask('restartNodes', { body: {} }),
      ask('repairCluster', { body: {} }),
      ask('operations'),
      ask('operation', id),
      ask('operationEvents', id),
      ask('operationalJobs'),
      ask('operationalJob', id),
      ask('changeOperation', { ...id, body: { intent: 'pause' } }),
      ask('lifecycle'),
      ask('setLifecycle', { body: { state: 'stop' } }),
    ];
    const remedy = expect.stringContaining('operations.enabled') as string;
    for (const each of asked) await expect(each).rejects.toMatchObject({ code: 'OPERATIONS_OFF', httpStatus: 501, remedy });
  });

  it('still says whether nodes may be stopped', async () => {
    expect(await part(undefined).ask('canStop', { params: { nodes: ['127.0.0.1'] } })).toMatchObject({ allowed: true });
  });
});

describe('restartNodes', () => {
  it('of nothing named plans every node, and begins it in the name of who asked', async () => {
    const { restart, ask } = part(createMemoryStore());
    const answer = await restart({ reason: 'a new heap', levels: { orders: 'ONE' }, atMost: 1 }, { caller: 'otto' });
    const batches = NODES.map((node) => [node]);
    expect(answer).toMatchObject({
      operation: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-1/),
        kind: 'restart',
        batches,
        requestedBy: 'otto',
        reason: 'a new heap',
        levels: { orders: 'ONE' },
        state: 'running',
        steps: NODES.map((node) => ({ node, phase: 'pending' })),
      },
      plan: { batches: NODES.map((node) => ({ nodes: [node] })), refused: [], refusals: [] },
    });
    expect(await ask('operations')).toMatchObject({ active: expect.any(String), operations: [{ batches, requestedBy: 'otto' }] });
  });

  it('says that nobody knows who asked where nobody is asked', async () => {
    expect(await part(createMemoryStore()).restart()).toMatchObject({ operation: { requestedBy: 'anonymous', reason: null } });
  });

  it('of some nodes has those alone', async () => {
    const { restart } = part(createMemoryStore());
    expect(await restart({ nodes: ['127.0.0.3', '127.0.0.1:7000'], dryRun: true })).toMatchObject({
      operation: null,
      plan: { batches: [{ nodes: [NODES[0]] }, { nodes: [NODES[2]] }] },
    });
    await expect(restart({ nodes: ['127.0.0.9'], dryRun: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(restart({ nodes: [] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('begins nothing that is only planned', async () => {
    const { restart, ask } = part(createMemoryStore());
    await restart({ dryRun: true });
    expect(await ask('operations')).toEqual({ active: null, operations: [] });
  });

  it('is refused with the first reason where a node cannot be stopped, and planned with it', async () => {
    const replication = { class: 'NetworkTopologyStrategy', dc1: '1' };
    const { restart, ask } = part(createMemoryStore(), simulateCluster({ keyspaces: { carts: { replication } } }));
    expect(await restart({ dryRun: true })).toMatchObject({ plan: { refused: NODES.map((node) => ({ node })) } });
    const message = expect.stringMatching(/^The operation is not safe now: .*carts/) as string;
    await expect(restart()).rejects.toMatchObject({ code: 'OPERATION_REFUSED', httpStatus: 409, message });
    expect(await ask('operations')).toMatchObject({ active: null });
  });

  it('is refused while another one is not finished, by its id; also where that began meanwhile', async () => {
    const store = createMemoryStore();
    const { restart } = part(store);
    const { operation } = (await restart()) as { operation: { id: string } };
    const refused = {
      code: 'OPERATION_ACTIVE',
      httpStatus: 409,
      message: `Operation ${operation.id} is not finished`,
      details: { id: operation.id },
    };
    await expect(restart()).rejects.toMatchObject(refused);
    const late = part({ ...store, active: async () => undefined });
    await expect(late.restart()).rejects.toMatchObject(refused);
  });

  it('asks a second time under the same id where nobody can say what became of it', async () => {
    const store = createMemoryStore();
    const ids: string[] = [];
    const { restart } = part({
      ...store,
      create: async (operation) => {
        ids.push(operation.id);
        await store.create(operation);
        if (ids.length === 1) throw operationErrors.OPERATIONS_UNAVAILABLE({ message: 'no quorum' });
        return await store.create(operation);
      },
    });
    expect(await restart()).toMatchObject({ operation: { id: ids[0] } });
    expect(new Set(ids).size).toBe(1);
  });

  it('with an id of one’s own begins once, however often it is asked for, in either case and after it has ended', async () => {
    const store = createMemoryStore();
    const { restart, cluster, ask } = part(store);
    const id = newTimeUuid(cluster.clock.nowMs());
    expect(await restart({ id: id.toUpperCase(), nodes: ['127.0.0.1'] })).toMatchObject({ operation: { id } });
    expect(await restart({ id, nodes: ['127.0.0.1'] })).toMatchObject({ operation: { id, state: 'running' } });
    await store.write(id, { expected: { operation: { state: 'running' } }, set: { operation: { state: 'failed' } } });
    await store.release(id);
    expect(await restart({ id, nodes: ['127.0.0.1'] })).toMatchObject({ operation: { id, state: 'failed' } });
    expect(await ask('operations')).toMatchObject({ active: null, operations: [{ id }] });
  });

  it.each([
    ['of two days ago', (nowMs: number) => newTimeUuid(nowMs - 48 * 3_600_000)],
    ['of the day after tomorrow', (nowMs: number) => newTimeUuid(nowMs + 48 * 3_600_000)],
    ['that is random', () => '4e3b5a10-7c1d-41f0-9d2a-0242ac120002'],
  ])('takes no id %s', async (_, idAt) => {
    const { restart, cluster, ask } = part(createMemoryStore());
    await expect(restart({ id: idAt(cluster.clock.nowMs()) })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await ask('operations')).toMatchObject({ operations: [] });
  });

  it('fails where the keyspace of operations has no quorum', async () => {
    const fault = operationErrors.OPERATIONS_UNAVAILABLE({ message: 'no quorum' });
    const { restart } = part({ ...createMemoryStore(), create: async () => Promise.reject(fault) });
    await expect(restart()).rejects.toMatchObject({ code: 'OPERATIONS_UNAVAILABLE', httpStatus: 503 });
  });
});

describe('an operation that is not finished', () => {
  it('is a reason not to stop any node', async () => {
    const { ask, restart } = part(createMemoryStore());
    const { operation } = (await restart()) as { operation: { id: string } };
    const sentence = `Operation ${operation.id} is running and needs every node.`;
    expect(await ask('canStop', { params: { nodes: ['127.0.0.1'] } })).toMatchObject({
      allowed: false,
      refusals: [{ kind: 'operation', sentence }],
    });
    expect(await ask('restartBatches')).toMatchObject({ batches: [], refusals: [{ sentence }] });
  });

  it('is none where nobody can say whether there is one', async () => {
    const fault = operationErrors.OPERATIONS_UNAVAILABLE({ message: 'no quorum' });
    const { ask } = part({ ...createMemoryStore(), active: async () => Promise.reject(fault) });
    expect(await ask('canStop', { params: { nodes: ['127.0.0.1'] } })).toMatchObject({
      allowed: true,
      notChecked: expect.arrayContaining(['Not known: operations that others run, such as a repair.']),
    });
  });

  it('is a job to clients of Apache’s sidecar, with the host ids of its nodes; ended ones are asked for by id', async () => {
    const store = createMemoryStore();
    const { restart, ask, cluster } = part(store);
    expect(await ask('operationalJobs')).toEqual({ jobs: [] });
    const { operation } = (await restart()) as { operation: { id: string } };
    const hostIds = (await cluster.nodes[0]?.control.ring())?.map(({ hostId }) => hostId);
    const job = { jobId: operation.id, jobStatus: 'CREATED', operation: 'restart', nodesPending: hostIds, nodesSucceeded: [] };
    expect(await ask('operationalJobs')).toMatchObject({ jobs: [job] });
    const id = { params: { operationId: operation.id } };
    expect(await ask('operationalJob', id)).toMatchObject(job);
    await store.write(operation.id, { expected: { operation: { state: 'running' } }, set: { operation: { state: 'cancelled' } } });
    await store.release(operation.id);
    expect(await ask('operationalJobs')).toEqual({ jobs: [] });
    expect(await ask('operationalJob', id)).toMatchObject({ jobId: operation.id, jobStatus: 'FAILED' });
    await expect(ask('operationalJob', { params: { operationId: newTimeUuid(0) } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is carried out on every node, one batch after the other, and ends', async () => {
    const store = createMemoryStore();
    const { restart, ask, cluster, changes } = part(store);
    await restart();
    for (let second = 0; second < 900 && (await store.active()) !== undefined; second += 1) {
      await cluster.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ask('operations')).toMatchObject({ active: null, operations: [{ state: 'succeeded', problem: null }] });
    expect(changes).toEqual(['node1', 'node2', 'node3'].flatMap((name) => [`stop ${name}`, `start ${name}`]));
    expect(cluster.nodes.map(({ running }) => running)).toEqual([true, true, true]);
  }, 60_000);
});
